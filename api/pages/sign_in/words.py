"""What the page says on which somebody signs in."""

from api.pages.words import Words, said


class SignInWords(Words):
    title = said("Sign in", "Entrar")
    what = said(
        "This server keeps what organisations describe, each to itself, and asks for a key. Who"
        " runs it makes one for you.",
        "Este servidor guarda lo que describen las organizaciones, cada una por separado, y pide"
        " una clave. Quien lo administra le crea una.",
    )
    key = said("Key", "Clave")
    key_hint = said(
        "It begins with rmn_. It is asked for once in twelve hours.",
        "Empieza por rmn_. Se pide una vez cada doce horas.",
    )
    enter = said("Sign in", "Entrar")
