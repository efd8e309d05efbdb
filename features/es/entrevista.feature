# language: es
@interview
Característica: Una entrevista pregunta lo que hace falta, una cosa tras otra, y la clasificación se decide

  Regla: Preguntar en este orden decide la clasificación

    Ejemplo: Se vuelve a preguntar desde cero lo documentado de Durán
      Dada la localidad documentada "duran-2024", de la que todavía no se cuenta nada
      Cuando alguien pregunta lo que hace falta y se le cuenta lo documentado
      Entonces cada pregunta es la más decisiva de las que siguen abiertas
      Y lo que al final va primero es lo que va primero en la localidad documentada
      Y quedó primero, sin cambios, dentro de la mitad de las preguntas posibles

  Regla: Una respuesta desconocida sigue siendo desconocida

    Ejemplo: Nadie lo sabe
      Dada una localidad de la que no se sabe nada
      Cuando alguien hace 5 preguntas y nadie lo sabe
      Entonces se hicieron 5 preguntas distintas
      Y de ninguna queda nada anotado
      Y la clasificación es la de antes

    Ejemplo: Una de dos
      Dada una localidad de la que no se sabe nada
      Cuando a quien pregunta se le dice que la primera pregunta tiene una de sus dos primeras respuestas
      Entonces las dos respuestas quedan como posibles
      Y no se vuelve a preguntar

  Regla: Una respuesta se puede retirar

    Ejemplo: Un desliz
      Dada una localidad donde los internos gobiernan la cárcel
      Cuando a quien pregunta se le da una respuesta y se retira
      Entonces la clasificación es la de antes
      Y se hace otra vez la misma pregunta
