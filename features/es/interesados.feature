@stakeholders
Feature: Cada quien pesa las mismas razones a su modo, y no todos pueden actuar

  Rule: Se nombra lo que todos ponen primero, y también lo que los separa

    Example: Guayaquil a ojos de residentes, alcaldía y cooperación
      Given la localidad documentada "guayaquil-2024"
      When se pregunta a sus interesados
      Then "Policía comunitaria de presencia permanente" está entre las cinco primeras de todos
      And lo que los separa nombra el criterio que más pesa en ello

    Example: Alguien que solo mira lo que se puede hacer
      Given la localidad documentada "guayaquil-2024"
      And un interesado "oficinista" que solo mira lo que es viable
      When se pregunta a sus interesados
      Then "oficinista" se separa de alguien, sobre todo por "viabilidad"

  Rule: Lo que un actor no puede hacer por sí mismo debe pedirlo a otros

    Example: Una alcaldía y las cárceles
      Given la localidad documentada "guayaquil-2024"
      When se pregunta a sus interesados
      Then "una alcaldía" debe pedir a otros "Cortar teléfonos e internet en prisión"
      And "una alcaldía" comparte "Policía comunitaria de presencia permanente" con otros
      And "un gobierno nacional" puede hacer "Recuperar el control estatal de las cárceles" por sí mismo
