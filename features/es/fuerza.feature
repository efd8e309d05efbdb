# language: es
@force
Característica: Las medidas de fuerza se ordenan con honestidad

  Regla: La ofensiva está contraindicada donde los grupos están ligados al narcotráfico

    Ejemplo: Grupos que viven del narcotráfico
      Dada una localidad donde los grupos viven del narcotráfico
      Cuando pide consejo
      Entonces "Ofensiva militarizada" está contraindicada
      Y la contraindicación de "Ofensiva militarizada" se apoya en "ICG108-V.A.2-08"

    Ejemplo: Los lazos desconocidos se preguntan y la dejan sin recomendación
      Dada una localidad donde los homicidios suben
      Cuando pide consejo
      Entonces "Ofensiva militarizada" no se recomienda
      Y se le pregunta por "drug_trade_integration"

  Regla: El encarcelamiento masivo es una excepción condicional con dos condiciones documentadas

    Ejemplo: Se sabe que se cumplen las dos condiciones
      Dada una localidad donde todo el poder está en unas solas manos
      Y donde los grupos tienen lazos débiles con el narcotráfico
      Cuando pide consejo
      Entonces "Arrestos y encarcelamiento masivos" no está contraindicada
      Y una razón contra "Arrestos y encarcelamiento masivos" se apoya en "ICG108-V.A.2-03"

    Esquema del escenario: Una condición que falta o se desconoce no se cumple
      Dada una localidad donde <lo que se sabe>
      Cuando pide consejo
      Entonces "Arrestos y encarcelamiento masivos" está contraindicada

      Ejemplos:
        | lo que se sabe                                      |
        | los grupos tienen lazos débiles con el narcotráfico |
        | todo el poder está en unas solas manos              |
        | los grupos viven del narcotráfico                   |

  Regla: Eliminar cabecillas está contraindicado donde sumaría rivales o abriría una pelea por la sucesión

    Esquema del escenario: Quién compite decide por qué
      Dada una localidad donde <lo que se sabe>
      Cuando pide consejo
      Entonces "Captura o muerte de cabecillas" está contraindicada
      Y la contraindicación de "Captura o muerte de cabecillas" se apoya en "ICG108-I-02"

      Ejemplos:
        | lo que se sabe           |
        | un grupo domina          |
        | los grupos se fragmentan |
