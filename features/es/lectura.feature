# language: es
@reading
Característica: El éxito se lee con cuidado y se dice lo que no se sabe

  Regla: Menos homicidios bajo un solo grupo no es un éxito

    Ejemplo: Un grupo domina y los homicidios bajan
      Dada una localidad donde un grupo domina
      Y donde los homicidios bajan
      Cuando pide consejo
      Entonces una advertencia se apoya en "OPED-CON-03"
      Y "Medir más allá del homicidio" se recomienda
      Y "Tolerancia tácita de un grupo" no se recomienda

  Regla: Un perfil vacío recibe preguntas y ninguna lista segura

    Ejemplo: No se sabe nada
      Dada una localidad de la que no se sabe nada
      Cuando pide consejo
      Entonces no se recomienda nada
      Y se le hacen al menos 10 preguntas

  Regla: Toda afirmación citada existe en un informe

    Esquema del escenario: Localidades documentadas
      Dada la localidad documentada "<caso>"
      Cuando pide consejo
      Entonces toda razón cita una afirmación
      Y toda afirmación citada figura con su informe y sección

      Ejemplos:
        | caso                 |
        | guayaquil-2024       |
        | buenaventura-2010-13 |
        | manzanillo-2024      |
        | monterrey-2009-13    |

  Regla: El mismo perfil en español tiene los mismos números y afirmaciones

    Esquema del escenario: Localidades documentadas
      Dada la localidad documentada "<caso>"
      Cuando pide consejo en los dos idiomas
      Entonces el orden, los números y las afirmaciones son los mismos
      Y las frases no

      Ejemplos:
        | caso                |
        | guayaquil-2024      |
        | el-salvador-2022-25 |
