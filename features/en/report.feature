@report
Feature: The report that leaves the room says what the answer says

  Rule: Warnings come first, and what must not be done is unmistakable

    Scenario Outline: Documented localities
      Given the documented locality "<case>"
      When it asks for a report
      Then the report warns before it recommends
      And what does harm here stands apart from what is recommended
      And the first page names all that must not be done

      Examples:
        | case           |
        | guayaquil-2024 |
        | duran-2024     |

    Example: A crackdown where groups are tied to the drug trade
      Given the documented locality "guayaquil-2024"
      When it asks for a report
      Then "Militarised crackdown" stands among what must not be done
      And "Permanent-presence community policing" stands among what is recommended

  Rule: Every form and both languages say the same as the answer

    Scenario Outline: Documented localities
      Given the documented locality "<case>"
      When it asks for a report in both languages
      Then every rank, score and probability of the report is the answer's own
      And every claim of the answer stands in the report once, with report and section
      And both reports have the same numbers and claims

      Examples:
        | case                 |
        | duran-2024           |
        | buenaventura-2010-13 |

  Rule: Where little is known the report asks and recommends nothing

    Example: Nothing is known
      Given a locality about which nothing is known
      When it asks for a report
      Then the report recommends nothing
      And the first page asks what to find out
