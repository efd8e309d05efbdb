@informants
Feature: La palabra de una institución capturada se marca, y el consejo se da también sin ella

  Rule: Se duda de lo que dice de su ciudad una policía capturada

    Example: Hay policías al servicio de un grupo, y la policía cuenta cómo está la cárcel
      Given una localidad donde hay unidades policiales al servicio de un grupo criminal
      And donde, según la policía, los internos gobiernan la cárcel
      When pide consejo
      Then se duda de la palabra de la policía
      And sin ella las opciones que van delante son otras
      And un aviso lo dice

  Rule: No se duda de la palabra de los demás

    Example: Lo mismo, dicho por la iglesia
      Given una localidad donde hay unidades policiales al servicio de un grupo criminal
      And donde, según la iglesia, los internos gobiernan la cárcel
      When pide consejo
      Then no se duda de la palabra de nadie

    Example: Una policía de la que nada malo se sabe
      Given una localidad donde no se conoce ningún policía capturado
      And donde, según la policía, los internos gobiernan la cárcel
      When pide consejo
      Then no se duda de la palabra de nadie
