@keeping
Feature: Lo guardado queda, una sola vez, y ningún cambio ajeno se pasa por alto

  Rule: Un cambio ocupa el lugar del perfil que se leyó, o de ninguno

    Example: Dos analistas cambian el mismo perfil
      Given una localidad guardada que Ana y Luis han leído
      When Ana registra que los internos gobiernan la cárcel
      And Luis registra que la extorsión es generalizada
      Then a Luis se le dice que Ana registró entretanto la versión 2
      And la localidad tiene 2 versiones de su perfil

    Example: El segundo analista vuelve a leer antes de registrar
      Given una localidad guardada que Ana y Luis han leído
      When Ana registra que los internos gobiernan la cárcel
      And Luis vuelve a leer la localidad
      And Luis registra que la extorsión es generalizada
      Then la localidad tiene 3 versiones de su perfil

  Rule: Lo que se pide dos veces porque no llegó respuesta se guarda una vez

    Example: La línea se corta antes de que llegue la respuesta
      Given una localidad guardada que Ana ha leído
      When Ana pide una decisión, no oye nada y vuelve a pedirla
      Then las dos respuestas son la misma decisión
      And queda guardada 1 decisión

  Rule: Lo perdido vuelve con la copia de seguridad

    Example: Se pierde el disco
      Given una localidad guardada que Ana ha leído
      And una decisión sobre ella
      When la base de datos se copia, se pierde y se restaura
      Then la decisión está ahí, palabra por palabra
      And la localidad tiene 1 versión de su perfil
