@informants
Feature: The word of a captured institution is marked, and the advice is given without it too

  Rule: What captured police say of their city is doubted

    Example: Police units answer to a group, and the police tell how the prison is
      Given a locality where police units answer to a criminal group
      And where, by the word of the police, inmates run the prison
      When it asks for advice
      Then the word of the police is doubted
      And without it the leading options are others
      And a notice says so

  Rule: Nobody else's word is doubted

    Example: The same word from the church
      Given a locality where police units answer to a criminal group
      And where, by the word of the church, inmates run the prison
      When it asks for advice
      Then nobody's word is doubted

    Example: Police of whom nothing bad is known
      Given a locality where no police officer is known to be captured
      And where, by the word of the police, inmates run the prison
      When it asks for advice
      Then nobody's word is doubted
