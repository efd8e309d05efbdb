# language: es
@tables
Característica: Una tabla de localidades se responde fila por fila, y ninguna fila se pierde sin decirlo

  Regla: Una fila recibe la recomendación que su localidad recibiría por sí sola

    Ejemplo: Dos localidades documentadas en una tabla
      Dada una tabla con las localidades documentadas "guayaquil-2024" y "duran-2024"
      Cuando se pide la recomendación de la tabla
      Entonces cada fila tiene la clasificación y los veredictos que su localidad tiene por sí sola

  Regla: Lo que no se puede leer se aparta con su motivo, y lo demás sigue

    Ejemplo: Un nivel que no existe
      Dada una tabla de tres localidades, la segunda de las cuales dice que la extorsión es "comon"
      Cuando se pide la recomendación de la tabla
      Entonces la primera y la tercera reciben recomendación
      Y la segunda se aparta por "extortion", y ambos idiomas nombran "common"

    Ejemplo: Una coma decimal hace una celda de más
      Dada una tabla de tres localidades, la segunda de las cuales tiene una celda de más
      Cuando se pide la recomendación de la tabla
      Entonces la primera y la tercera reciben recomendación
      Y la segunda se aparta por su línea, en los dos idiomas

  Regla: Lo que una tabla publicada no dice queda sin saberse

    Ejemplo: Municipios de Colombia
      Dada la tabla publicada de municipios de Colombia
      Cuando se lee con su receta
      Entonces nada se dice de las cárceles
      Y cada valor dice de dónde viene y de qué año es
