# language: es
@followup
Característica: Lo que se pregunta tras leer el consejo: por qué esto, por qué no aquello, qué lo cambiaría, y si...

  Regla: Por qué una opción queda por encima de otra se responde con partes que suman

    Ejemplo: Recuperar las cárceles queda por encima de una ofensiva en Guayaquil
      Dada la localidad documentada "guayaquil-2024"
      Cuando alguien pregunta por qué "Recuperar el control estatal de las cárceles" queda por encima de "Ofensiva militarizada"
      Entonces decide el veredicto
      Y todas las partes suman exactamente la diferencia
      Y lo que la impide se apoya en "ICG108-V.A.2-08"
      Y nada que la política pueda hacer las intercambiaría

    Ejemplo: Con el mismo veredicto decide el puntaje
      Dada una localidad donde los internos gobiernan la cárcel
      Y donde los cabecillas presos dirigen delitos fuera
      Cuando alguien pregunta por qué "Cortar teléfonos e internet en prisión" queda por encima de "Recuperar el control estatal de las cárceles"
      Entonces todas las partes suman exactamente la diferencia

  Regla: Lo que cambiaría el consejo es un cambio pequeño que la política puede hacer, o ninguno

    Ejemplo: La policía de presencia espera una supervisión, o una policía más limpia
      Dada una localidad donde hay unidades policiales al servicio de un grupo criminal
      Y donde nadie ajeno a la policía la controla
      Cuando alguien pregunta qué cambiaría "Policía comunitaria de presencia permanente"
      Entonces la liberaría que el control de la policía es independiente
      Y no haría falta que no se conoce ningún policía capturado
      Y todo cambio propuesto hace lo que dice

    Ejemplo: Nada vuelve inofensiva una ofensiva donde los grupos viven del narcotráfico
      Dada una localidad donde los grupos viven del narcotráfico
      Cuando alguien pregunta qué cambiaría "Ofensiva militarizada"
      Entonces ningún cambio levanta lo que se apoya en "ICG108-V.A.2-08"
      Y la respuesta dice de qué depende que la política no puede cambiar

    Ejemplo: A nadie se le dice que mueva un puerto
      Dada una localidad donde los grupos se disputan la ruta
      Y donde hay unidades policiales al servicio de un grupo criminal
      Y donde nadie ajeno a la policía la controla
      Cuando alguien pregunta qué cambiaría "Policía comunitaria de presencia permanente"
      Entonces ningún cambio propuesto toca un hecho de la geografía
      Y todo cambio propuesto hace lo que dice

  Regla: Por qué no se responde con lo que falla y por cuánto

    Ejemplo: Donde el Estado gobierna la cárcel, recuperarla tiene poco que atender
      Dada una localidad donde el Estado gobierna la cárcel
      Cuando alguien pregunta por qué no "Recuperar el control estatal de las cárceles"
      Entonces la razón más cercana que falla dice el valor hallado y a qué distancia está

    Ejemplo: De un lugar del que no se sabe nada, se pregunta
      Dada una localidad de la que no se sabe nada
      Cuando alguien pregunta por qué no "Recuperar el control estatal de las cárceles"
      Entonces se le dice por qué preguntar

  Regla: Y si... se responde con una diferencia

    Ejemplo: Si el Estado gobernara la cárcel
      Dada una localidad donde los internos gobiernan la cárcel
      Y donde los cabecillas presos dirigen delitos fuera
      Cuando alguien pregunta qué pasaría si fuera una donde el Estado gobierna la cárcel
      Entonces "Cortar teléfonos e internet en prisión" baja
      Y desaparece una advertencia que se apoya en "ICG108-V.A.5-02"
