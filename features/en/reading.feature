@reading
Feature: Success is read with care, and what is not known is said

  Rule: Fewer murders under one group is not success

    Example: One group dominates and murders fall
      Given a locality where one group dominates
      And where murders are falling
      When it asks for advice
      Then a warning rests on "OPED-CON-03"
      And "Measuring beyond homicide" is recommended
      And "Tacit tolerance of a group" is not recommended

  Rule: An empty profile gets questions and no confident list

    Example: Nothing is known
      Given a locality about which nothing is known
      When it asks for advice
      Then nothing is recommended
      And it is asked at least 10 questions

  Rule: Every cited claim exists in a report

    Scenario Outline: Documented localities
      Given the documented locality "<case>"
      When it asks for advice
      Then every reason cites a claim
      And every cited claim is listed with its report and section

      Examples:
        | case                 |
        | guayaquil-2024       |
        | buenaventura-2010-13 |
        | manzanillo-2024      |
        | monterrey-2009-13    |

  Rule: The same profile in Spanish has the same numbers and claims

    Scenario Outline: Documented localities
      Given the documented locality "<case>"
      When it asks for advice in both languages
      Then the ranking, the numbers and the claims are the same
      And the sentences are not

      Examples:
        | case                |
        | guayaquil-2024      |
        | el-salvador-2022-25 |

  Rule: The answer says how sure its order is, and asks first what would settle it

    Example: Much is unknown and the top is not settled
      Given the documented locality "guayaquil-2024"
      When it asks for advice
      Then it is told that the top is not settled
      And the first question settles more than any other

    Example: The same question is tried on the same draws
      Given the documented locality "guayaquil-2024"
      When it asks for advice in both languages
      Then both answers tell the same shares of first places

    Example: A thousand ways in which the unknowns may turn out
      Given the documented locality "guayaquil-2024"
      When it asks for advice
      Then 1000 ways were tried
      And every option has its rank interval and its share of recommendations
      And of two leading options one stands above the other in every way

    Example: Other methods rank the recommended options as a check
      Given the documented locality "guayaquil-2024"
      When other methods rank what is recommended
      Then it is told how many of them name the same first three
      And none of them ranks what is contraindicated
