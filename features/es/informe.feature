# language: es
@report
Característica: El informe que sale de la sala dice lo que dice la respuesta

  Regla: Las advertencias van primero y lo que no debe hacerse es inconfundible

    Esquema del escenario: Localidades documentadas
      Dada la localidad documentada "<caso>"
      Cuando pide un informe
      Entonces el informe advierte antes de recomendar
      Y lo que hace daño aquí está aparte de lo que se recomienda
      Y la primera página nombra todo lo que no debe hacerse

      Ejemplos:
        | caso           |
        | guayaquil-2024 |
        | duran-2024     |

    Ejemplo: Una ofensiva donde los grupos están ligados al narcotráfico
      Dada la localidad documentada "guayaquil-2024"
      Cuando pide un informe
      Entonces "Ofensiva militarizada" está entre lo que no debe hacerse
      Y "Policía comunitaria de presencia permanente" está entre lo que se recomienda

  Regla: Toda forma y los dos idiomas dicen lo mismo que la respuesta

    Esquema del escenario: Localidades documentadas
      Dada la localidad documentada "<caso>"
      Cuando pide un informe en los dos idiomas
      Entonces todo puesto, puntaje y probabilidad del informe es el de la respuesta
      Y toda afirmación de la respuesta está una vez en el informe, con informe y sección
      Y los dos informes tienen los mismos números y afirmaciones

      Ejemplos:
        | caso                 |
        | duran-2024           |
        | buenaventura-2010-13 |

  Regla: Donde se sabe poco el informe pregunta y no recomienda nada

    Ejemplo: No se sabe nada
      Dada una localidad de la que no se sabe nada
      Cuando pide un informe
      Entonces el informe no recomienda nada
      Y la primera página pregunta qué averiguar
