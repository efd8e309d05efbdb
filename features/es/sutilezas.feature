# language: es
@subtleties
Característica: Las sutilezas de los informes se conservan

  Regla: Una baja de homicidios tiene lecturas rivales, y el dominio de un grupo nunca es una meta

    Esquema del escenario: Qué más puede significar una baja
      Dada una localidad donde los homicidios bajan
      Y donde <lo que se sabe>
      Cuando pide consejo
      Entonces una advertencia se apoya en "<afirmación>"

      Ejemplos:
        | lo que se sabe                           | afirmación    |
        | un grupo domina                          | ICG108-V.D-01 |
        | los grupos pactaron una tregua callada   | CS-2-08       |
        | no se cuentan las desapariciones         | CS-2-09       |
        | las élites y los criminales se entienden | CS-2-14       |

    Ejemplo: El dominio se explica y se advierte, no se recomienda
      Dada una localidad donde un grupo domina
      Cuando pide consejo
      Entonces "Tolerancia tácita de un grupo" está contraindicada
      Y "Captura o muerte de cabecillas" está contraindicada

  Regla: El costo en derechos del encarcelamiento masivo se muestra siempre

    Esquema del escenario: Cualesquiera que sean las condiciones
      Dada una localidad donde <lo que se sabe>
      Cuando pide consejo
      Entonces una razón contra "Arrestos y encarcelamiento masivos" se apoya en "ICG108-V.A.2-03"

      Ejemplos:
        | lo que se sabe                                      |
        | todo el poder está en unas solas manos              |
        | los grupos tienen lazos débiles con el narcotráfico |
        | los homicidios suben                                |

    Ejemplo: Las fuentes que discrepan se muestran ambas
      Dada una localidad donde todo el poder está en unas solas manos
      Y donde los grupos tienen lazos débiles con el narcotráfico
      Cuando pide consejo
      Entonces se muestran las dos partes del desacuerdo "T07"

  Regla: Una medida puede deshacer otra

    Ejemplo: Eliminar cabecillas crea los saboteadores que bloquean el diálogo
      Dada una localidad donde cayó un cabecilla y los grupos se fragmentan
      Cuando pide consejo
      Entonces "Negociación estatal por fases con líneas rojas y salida" queda en espera
      Y lo que la deja en espera se apoya en "ICG108-V-04"

    Ejemplo: La extradición se lleva a quienes negocian
      Dada una localidad donde los grupos declararon una tregua
      Cuando pide consejo
      Entonces "Extradición por demanda" está contraindicada
      Y la contraindicación de "Extradición por demanda" se apoya en "ICG108-V.A.3-04"

    Ejemplo: Cortar el ingreso de la droga empuja a los grupos a extorsionar
      Dada una localidad donde un grupo vive de la extorsión mientras los compradores compiten
      Cuando pide consejo
      Entonces "Maximizar incautaciones e interdicción" está contraindicada
      Y la contraindicación de "Maximizar incautaciones e interdicción" se apoya en "ICG108-IV.D-06"

  Regla: La captura invierte las buenas medidas

    Ejemplo: El poder local espera donde la alcaldía está capturada
      Dada una localidad donde la alcaldía responde a un grupo criminal
      Cuando pide consejo
      Entonces "Empoderar gobiernos locales" queda en espera

    Ejemplo: El poder local queda libre donde la alcaldía está limpia
      Dada una localidad donde la alcaldía está limpia
      Cuando pide consejo
      Entonces "Empoderar gobiernos locales" queda por encima de "Ofensiva militarizada"

    Ejemplo: La ayuda en equipo alimenta instituciones capturadas
      Dada una localidad donde la captura alcanza a varias instituciones
      Cuando pide consejo
      Entonces "Ayuda en equipo y entrenamiento sin rendición de cuentas" está contraindicada

    Ejemplo: Los soldados pueden ocupar el lugar de los guardias en más de un sentido
      Dada una localidad donde los internos gobiernan la cárcel
      Cuando pide consejo
      Entonces "Recuperar el control estatal de las cárceles" lleva una salvaguarda que se apoya en "ICG108-IV.A-11"

    Ejemplo: La protección va primero donde rechazar un pacto cuesta la vida
      Dada una localidad donde matan a los funcionarios que rechazan un pacto
      Cuando pide consejo
      Entonces "Protección de jueces, fiscales, policías y autoridades locales" se recomienda
      Y "Protección de jueces, fiscales, policías y autoridades locales" va antes que "Empoderar gobiernos locales"

    Ejemplo: Un puesto fijo de protección no es una ofensiva
      Dada una localidad donde fronteras invisibles separan a vecinos organizados
      Cuando pide consejo
      Entonces "Zona humanitaria barrial con accesos custodiados" se recomienda
      Y "Zona humanitaria barrial con accesos custodiados" queda por encima de "Ofensiva militarizada"

  Regla: Ninguna medida basta sola

    Ejemplo: El empleo necesita menos extorsión
      Dada una localidad donde los jóvenes son atraídos por los grupos
      Y donde la extorsión es generalizada
      Cuando pide consejo
      Entonces una condición previa de "Empleo y formación para jóvenes en riesgo" que se apoya en "ICG108-V.B-06" no se cumple

    Ejemplo: El control necesita mejores condiciones para la policía
      Dada una localidad donde la policía trabaja en pésimas condiciones y hay unidades capturadas
      Cuando pide consejo
      Entonces "Mejora salarial, educación, seguros e inclusión de mujeres en la policía" se recomienda
      Y "Supervisión y contrainteligencia independientes" se recomienda

    Ejemplo: Toda respuesta habla del paquete
      Dada una localidad de la que no se sabe nada
      Cuando pide consejo
      Entonces una advertencia se apoya en "ICG108-V-06"

  Regla: No toda muerte viene de narcotraficantes

    Ejemplo: La delincuencia común pide otras medidas
      Dada una localidad donde la delincuencia común fuera de toda ruta es la que mata
      Cuando pide consejo
      Entonces "Acción policial centrada en homicidio, extorsión y secuestro" se recomienda
      Y "Prevención de violencia juvenil y resiliencia comunitaria" queda por encima de "Maximizar incautaciones e interdicción"
      Y una advertencia se apoya en "MPI-I-06"

    Ejemplo: Una guerra por la ruta necesita más que causas de fondo
      Dada una localidad donde carteles rivales libran una guerra por la ruta
      Cuando pide consejo
      Entonces una advertencia se apoya en "OPED-MEX-01"
      Y "Captura o muerte de cabecillas" está contraindicada
