# language: es
@together
Característica: No una ganadora, sino lo que va junto, y dónde se probó antes

  Regla: Las medidas van por fases, cada una después de lo que piden sus condiciones

    Ejemplo: La presencia policial va tras la supervisión, y la supervisión tras la protección
      Dada la localidad documentada "guayaquil-2024"
      Cuando pide consejo
      Entonces "Policía comunitaria de presencia permanente" va en una fase posterior a "Supervisión y contrainteligencia independientes"
      Y "Supervisión y contrainteligencia independientes" va en una fase posterior a "Protección de jueces, fiscales, policías y autoridades locales"
      Y el paquete reúne al menos 5 familias

    Ejemplo: Una opción en espera va tras la medida que la libera
      Dada una localidad donde la alcaldía responde a un grupo criminal
      Y donde nadie ajeno a la policía la controla
      Y donde la violencia se concentra en pocos lugares
      Cuando pide consejo
      Entonces "Empoderar gobiernos locales" va en una fase posterior a "Supervisión y contrainteligencia independientes"

    Ejemplo: Las conversaciones que los hechos detienen esperan fuera, y se nombra lo que las socava
      Dada la localidad documentada "buenaventura-2022-24"
      Cuando pide consejo
      Entonces "Negociación estatal por fases con líneas rojas y salida" espera fuera del paquete
      Y se nombra que "Negociación estatal por fases con líneas rojas y salida" no va con "Extradición por demanda"
      Y hay algo más que homicidios por observar

    Ejemplo: Lo que hace daño no está en ningún paquete
      Dada la localidad documentada "guayaquil-2024"
      Cuando pide consejo
      Entonces "Ofensiva militarizada" no está en el paquete
      Y nada contraindicado está en el paquete

    Ejemplo: Nada se sabe, no hay paquete
      Dada una localidad de la que no se sabe nada
      Cuando pide consejo
      Entonces no se ofrece ningún paquete
      Y no se ofrece ningún precedente

  Regla: Son precedentes los casos que comparten bastante de lo que se sabe

    Ejemplo: Una ciudad hermana, con lo que se probó allí y lo que pasó
      Dada la localidad documentada "guayaquil-2024"
      Cuando pide consejo
      Entonces "duran-2024" se ofrece como precedente
      Y se dice que allí se probó "Ofensiva militarizada", según "ICG108-V.A.2-06"
      Y la localidad no es su propio precedente

    Ejemplo: Poco se sabe, nada se parece
      Dada una localidad donde hay unidades policiales al servicio de un grupo criminal
      Cuando pide consejo
      Entonces no se ofrece ningún precedente
