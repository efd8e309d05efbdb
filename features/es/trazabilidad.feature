@traceability @slow
Feature: Lo que se dijo puede mostrarse después, con aquello en que se apoyaba

  Rule: Una decisión antigua vuelve a darse, digan lo que digan hoy las reglas

    Example: Se retira una regla después de tomada una decisión
      Given una localidad donde los internos gobiernan la cárcel
      And una decisión que se tomó sobre ella
      When se retira la regla "cut-off-showed-early-results"
      And se vuelve a pedir la decisión
      Then tiene la misma respuesta, letra por letra
      And se dice que "Cortar teléfonos e internet en prisión" hoy quedaría de otro modo

    Example: Las reglas siguen como estaban
      Given una localidad donde los internos gobiernan la cárcel
      And una decisión que se tomó sobre ella
      When se vuelve a pedir la decisión
      Then tiene la misma respuesta, letra por letra
      And se dice que las reglas de hoy son las mismas

  Rule: Una decisión sale en un solo archivo que cualquiera puede comprobar

    Example: A quien conoce la clave no le hace falta nada más
      Given una localidad donde los internos gobiernan la cárcel
      And una decisión que se tomó sobre ella
      When la decisión sale como dossier
      Then quien conoce la clave de la oficina que decidió lo halla íntegro y la respuesta vuelve a darse

    Example: Un dossier alterado se rechaza
      Given una localidad donde los internos gobiernan la cárcel
      And una decisión que se tomó sobre ella
      When la decisión sale como dossier
      And alguien escribe en él que el Estado gobierna la cárcel
      Then el dossier se rechaza

    Example: Alterado, y firmado de nuevo por otro
      Given una localidad donde los internos gobiernan la cárcel
      And una decisión que se tomó sobre ella
      When la decisión sale como dossier
      And otra persona lo firma como suyo
      Then quien conoce la clave de la oficina que decidió lo rechaza
      And sin esa clave se dice que nadie sabe quién firmó

  Rule: Las opiniones son para las personas, y nunca cambian el consejo

    Example: Cien oficinas no están de acuerdo
      Given una localidad donde los internos gobiernan la cárcel
      And una decisión que se tomó sobre ella
      When cien oficinas descartan "Cortar teléfonos e internet en prisión" porque una regla no vale aquí
      Then lo que dijeron se halla bajo la opción y bajo la regla "cut-off-showed-early-results"
      And la misma pregunta tiene la misma respuesta que antes
