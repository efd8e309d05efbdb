@regions
Feature: La presión sobre un lugar se muda a los lugares enlazados con él

  Rule: Un puerto vigilado manda sus cargas a uno poco vigilado

    Example: Control estricto en un puerto, Guayaquil por la costa
      Given una región
      And en ella "el puerto vigilado", donde la aduana controla de cerca el puerto de contenedores
      And en ella "Guayaquil", como se documenta en "guayaquil-2024"
      And "el puerto vigilado" y "Guayaquil" están enlazados por costa
      And se discute "Maximizar incautaciones e interdicción" en "el puerto vigilado"
      When la región pide consejo
      Then se espera que la presión se mude de "el puerto vigilado" a "Guayaquil", según "ICG108-IV-07"
      And "Preparar a vecinos expuestos al desplazamiento del crimen" va primero para la región
      And "Maximizar incautaciones e interdicción" está contraindicada en "el puerto vigilado" por el bien de "Guayaquil"

    Example: Lo mismo al otro lado de una frontera
      Given una región
      And en ella "el puerto vigilado", donde la aduana controla de cerca el puerto de contenedores
      And en ella "el puerto vecino", donde un puerto de contenedores está poco vigilado
      And "el puerto vigilado" y "el puerto vecino" están enlazados por frontera
      When la región pide consejo
      Then se espera que la presión se mude de "el puerto vigilado" a "el puerto vecino", según "ICG108-III.B-05"
      And en "el puerto vecino" "Presión que llega por la acción estatal o los cambios de mercado en otros lugares" sería al menos "cierta presión externa"
      And en "el puerto vecino" "Antigüedad del papel en el tráfico" sería al menos "papel en expansión"

    Example: Guayaquil a su vez, cuando allí se discuten incautaciones
      Given una región
      And en ella "Guayaquil", como se documenta en "guayaquil-2024"
      And en ella "otro puerto", donde un puerto de contenedores está poco vigilado
      And "Guayaquil" y "otro puerto" están enlazados por costa
      And se discute "Maximizar incautaciones e interdicción" en "Guayaquil"
      When la región pide consejo
      Then se espera que la presión se mude de "Guayaquil" a "otro puerto", según "ICG108-IV-07"
      And "Maximizar incautaciones e interdicción" está contraindicada en "Guayaquil" por el bien de "otro puerto"

  Rule: Una ofensiva empuja a los grupos hacia vecinos débiles

    Example: México 2006-12 y la costa norte de Honduras
      Given una región
      And en ella "México", como se documenta en "mexico-2006-12"
      And en ella "la costa hondureña", como se documenta en "honduras-north-coast-2005-11"
      And "México" y "la costa hondureña" están enlazados por frontera
      When la región pide consejo
      Then se espera que la presión se mude de "México" a "la costa hondureña", según "ICG108-II.C-04"
      And la mudanza de "México" a "la costa hondureña" queda acotada por "MPI-I-06"
      And "Preparar a vecinos expuestos al desplazamiento del crimen" va primero para la región

  Rule: Las vías marítimas cerradas mandan el flujo a otra parte

    Example: Un Caribe bajo incautaciones y la costa norte de Honduras
      Given una región
      And en ella "las islas", donde las incautaciones van antes que todo
      And en ella "la costa hondureña", como se documenta en "honduras-north-coast-2005-11"
      And "las islas" y "la costa hondureña" están enlazados por costa
      When la región pide consejo
      Then se espera que la presión se mude de "las islas" a "la costa hondureña", según "CS-1-13"
      And se espera que la presión se mude de "las islas" a "la costa hondureña", según "ICG108-II.B-01"

  Rule: Se abren estaciones de paso donde la policía no está preparada

    Example: Costa Rica en 2023
      Given una región
      And en ella "la costa presionada", donde las incautaciones van antes que todo
      And en ella "Costa Rica", como se documenta en "costa-rica-2023"
      And "la costa presionada" y "Costa Rica" están enlazados por costa
      When la región pide consejo
      Then se espera que la presión se mude de "la costa presionada" a "Costa Rica", según "ICG108-III.B-03"
      And en "Costa Rica" "Presión que llega por la acción estatal o los cambios de mercado en otros lugares" ya es así

  Rule: Nada se espera sin presión o sin enlace

    Example: Lugares que nada presiona
      Given una región
      And en ella "un pueblo", donde nada presiona el tráfico
      And en ella "otro pueblo", donde nada presiona el tráfico
      And "un pueblo" y "otro pueblo" están enlazados por carretera
      When la región pide consejo
      Then no se espera ningún desvío

    Example: Lugares sin enlace
      Given una región
      And en ella "México", como se documenta en "mexico-2006-12"
      And en ella "Costa Rica", como se documenta en "costa-rica-2023"
      When la región pide consejo
      Then no se espera ningún desvío

    Example: Poco se sabe del vecino
      Given una región
      And en ella "la costa presionada", donde las incautaciones van antes que todo
      And en ella "el vecino", de la que nada se sabe
      And "la costa presionada" y "el vecino" están enlazados por costa
      When la región pide consejo
      Then la presión puede mudarse de "la costa presionada" a "el vecino"
      And a "el vecino" se le pregunta "¿Cómo es la capacidad de la policía en comparación con la amenaza que enfrenta hoy?"
