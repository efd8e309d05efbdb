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

  Regla: La respuesta dice cuán seguro es su orden y pregunta primero lo que lo decidiría

    Ejemplo: Se ignora mucho y el primer lugar no está decidido
      Dada la localidad documentada "guayaquil-2024"
      Cuando pide consejo
      Entonces se le dice que el primer lugar no está decidido
      Y la primera pregunta decide más que cualquier otra

    Ejemplo: La misma pregunta se prueba con los mismos sorteos
      Dada la localidad documentada "guayaquil-2024"
      Cuando pide consejo en los dos idiomas
      Entonces las dos respuestas dan las mismas proporciones de primeros lugares

    Ejemplo: Mil formas en que pueden resolverse las incógnitas
      Dada la localidad documentada "guayaquil-2024"
      Cuando pide consejo
      Entonces se probaron 1000 formas
      Y cada opción tiene su intervalo de puestos y su proporción de recomendaciones
      Y de dos opciones delanteras una está por encima de la otra en cada forma

    Ejemplo: Otros métodos ordenan lo recomendado como comprobación
      Dada la localidad documentada "guayaquil-2024"
      Cuando otros métodos ordenan lo recomendado
      Entonces se le dice cuántos de ellos nombran las mismas tres primeras
      Y ninguno de ellos ordena lo contraindicado
