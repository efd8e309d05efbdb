@interview
Feature: An interview asks what is needed, one question after another, and the ranking settles

  Rule: Asking in this order settles the ranking

    Example: What is documented of Durán is asked for again, from nothing
      Given the documented locality "duran-2024", of which nothing is told yet
      When an interviewer asks what is needed, and is told what is documented
      Then every question is the most decisive of those still open
      And what comes first in the end is what comes first in the documented locality
      And it came first, for good, within half of the questions that could be asked

  Rule: An unknown answer is kept unknown

    Example: Nobody knows
      Given a locality about which nothing is known
      When an interviewer asks 5 questions, and nobody knows
      Then 5 different questions were asked
      And nothing is recorded of any of them
      And the ranking is as it was

    Example: One of two
      Given a locality about which nothing is known
      When an interviewer is told that the first question has one of its first two answers
      Then both answers are kept as possible
      And it is not asked again

  Rule: An answer can be taken back

    Example: A slip of the tongue
      Given a locality where inmates run the prison
      When an interviewer is told an answer, and it is taken back
      Then the ranking is as it was
      And the same question is asked again
