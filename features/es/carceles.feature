# language: es
@prisons
Característica: El consejo sobre cárceles empieza por quién las gobierna

  Regla: Las cárceles gobernadas por internos llevan a recuperar el control y a cortar comunicaciones, con sus salvaguardas

    Ejemplo: Los internos gobiernan y los cabecillas presos dirigen delitos fuera
      Dada una localidad donde los internos gobiernan la cárcel
      Y donde los cabecillas presos dirigen delitos fuera
      Cuando pide consejo
      Entonces "Recuperar el control estatal de las cárceles" se recomienda
      Y "Cortar teléfonos e internet en prisión" se recomienda
      Y "Recuperar el control estatal de las cárceles" lleva una salvaguarda que se apoya en "ICG108-IV.A-10"
      Y "Recuperar el control estatal de las cárceles" lleva una salvaguarda que se apoya en "ICG108-V.A.5-10"

    Ejemplo: Primero, un censo de internos
      Dada una localidad donde los internos gobiernan la cárcel
      Y donde la cárcel no tiene registro de quién está dentro
      Cuando pide consejo
      Entonces una condición previa de "Recuperar el control estatal de las cárceles" que se apoya en "ICG108-IV.E-03" no se cumple

    Ejemplo: Una cárcel que gobierna el Estado no necesita recuperarse
      Dada una localidad donde el Estado gobierna la cárcel
      Cuando pide consejo
      Entonces "Recuperar el control estatal de las cárceles" no se recomienda

  Regla: Controlar a los cabecillas presos no es encarcelar en masa

    Ejemplo: Recuperar el control queda por encima de los arrestos masivos
      Dada una localidad donde los internos gobiernan la cárcel
      Cuando pide consejo
      Entonces "Recuperar el control estatal de las cárceles" queda por encima de "Arrestos y encarcelamiento masivos"

  Regla: Una cárcel tranquila bajo un solo grupo es una advertencia

    Ejemplo: Un solo grupo manda dentro
      Dada una localidad donde un solo grupo manda en una cárcel tranquila
      Cuando pide consejo
      Entonces una advertencia se apoya en "ICG108-IV.E-07"
