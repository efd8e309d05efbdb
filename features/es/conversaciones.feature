# language: es
@talks
Característica: Las conversaciones con grupos criminales esperan hasta poder sostenerse

  Regla: Las conversaciones con el Estado esperan jerarquía, pocos saboteadores, líneas rojas y una salida

    Esquema del escenario: Cada condición que falta deja las conversaciones en espera
      Dada una localidad donde la extorsión es generalizada
      Y donde <lo que falta>
      Cuando pide consejo
      Entonces "Negociación estatal por fases con líneas rojas y salida" queda en espera
      Y lo que la deja en espera se apoya en "<afirmación>"

      Ejemplos:
        | lo que falta                                    | afirmación      |
        | los grupos no logran que sus miembros obedezcan | ICG108-V.D.2-09 |
        | muchos armados ajenos romperían un acuerdo      | ICG108-V.D.2-10 |
        | el Estado no ha dicho qué quiere                | ICG108-V.D.2-08 |
        | no hay salida de las conversaciones             | ICG108-V.D.2-14 |

    Ejemplo: Con las condiciones cumplidas, las conversaciones quedan libres
      Dada una localidad donde los grupos son jerárquicos
      Y donde pocos armados ajenos romperían un acuerdo
      Y donde el Estado sabe qué quiere y cuáles son sus líneas rojas
      Y donde hay una salida de las conversaciones
      Y donde la amenaza de actuar con la ley es creíble
      Y donde los grupos hicieron gestos de buena fe
      Cuando pide consejo
      Entonces "Negociación estatal por fases con líneas rojas y salida" se recomienda

  Regla: Una negociación estructurada queda siempre por encima de la tolerancia tácita

    Esquema del escenario: En cualquier localidad
      Dada una localidad donde <lo que se sabe>
      Cuando pide consejo
      Entonces "Negociación estatal por fases con líneas rojas y salida" queda por encima de "Tolerancia tácita de un grupo"

      Ejemplos:
        | lo que se sabe                             |
        | un grupo domina                            |
        | los grupos se fragmentan                   |
        | muchos armados ajenos romperían un acuerdo |
