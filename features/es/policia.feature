# language: es
@policing
Característica: El consejo sobre policía respeta a quién responde la policía

  Regla: La policía comunitaria espera un control independiente donde la policía está capturada

    Ejemplo: Una policía capturada que nadie de fuera puede sancionar
      Dada una localidad donde hay unidades policiales al servicio de un grupo criminal
      Y donde nadie ajeno a la policía la controla
      Cuando pide consejo
      Entonces "Policía comunitaria de presencia permanente" queda en espera
      Y "Policía comunitaria de presencia permanente" espera a "Supervisión y contrainteligencia independientes"
      Y lo que la deja en espera se apoya en "ICG108-V.A.4-02"

    Ejemplo: El control independiente la libera
      Dada una localidad donde hay unidades policiales al servicio de un grupo criminal
      Y donde el control de la policía es independiente
      Y donde la extorsión es generalizada
      Cuando pide consejo
      Entonces "Policía comunitaria de presencia permanente" no queda en espera

    Ejemplo: Donde no se conoce captura no hay nada que esperar
      Dada una localidad donde no se conoce ningún policía capturado
      Y donde la extorsión es generalizada
      Cuando pide consejo
      Entonces "Policía comunitaria de presencia permanente" no queda en espera

  Regla: Lo que nadie registró se muestra, nunca se adivina

    Ejemplo: Un control desconocido no libera a una policía capturada
      Dada una localidad donde hay unidades policiales al servicio de un grupo criminal
      Cuando pide consejo
      Entonces "Policía comunitaria de presencia permanente" queda en espera
      Y se le pregunta por "oversight_independence"

  Regla: Se protege a quienes hablan

    Ejemplo: Denunciar cuesta la vida
      Dada una localidad donde denunciar a los criminales cuesta la vida
      Cuando pide consejo
      Entonces "Policía comunitaria de presencia permanente" lleva una salvaguarda que se apoya en "ICG108-IV.B-08"
