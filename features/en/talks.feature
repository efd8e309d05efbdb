@talks
Feature: Talks with criminal groups wait until they can hold

  Rule: Talks with the state wait for hierarchy, few spoilers, red lines and an exit

    Scenario Outline: Each missing condition holds talks back
      Given a locality where extortion is pervasive
      And where <what is missing>
      When it asks for advice
      Then "Phased state negotiation with red lines and exit" is held back
      And the reasons that hold it back rest on "<claim>"

      Examples:
        | what is missing                               | claim           |
        | the groups cannot make their members obey     | ICG108-V.D.2-09 |
        | many armed outsiders would spoil an agreement | ICG108-V.D.2-10 |
        | the state has not said what it wants          | ICG108-V.D.2-08 |
        | there is no way out of the talks              | ICG108-V.D.2-14 |

    Example: With the conditions met the talks are free to rank
      Given a locality where the groups are hierarchical
      And where few armed outsiders would spoil an agreement
      And where the state knows what it wants and where its red lines are
      And where there is a way out of the talks
      And where the threat of enforcement is credible
      And where the groups made gestures of good faith
      When it asks for advice
      Then "Phased state negotiation with red lines and exit" is recommended

  Rule: A structured negotiation always stands above tacit tolerance

    Scenario Outline: In any locality
      Given a locality where <what is known>
      When it asks for advice
      Then "Phased state negotiation with red lines and exit" ranks above "Tacit tolerance of a group"

      Examples:
        | what is known                                 |
        | one group dominates                           |
        | groups are splintering                        |
        | many armed outsiders would spoil an agreement |
