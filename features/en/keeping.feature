@keeping
Feature: What is kept stays, once, and nobody's change is passed over unseen

  Rule: A change takes the place of the profile that was read, or of none

    Example: Two analysts change the same profile
      Given a kept locality that Ana and Luis have read
      When Ana records that inmates run the prison
      And Luis records that extortion is pervasive
      Then Luis is told that Ana recorded version 2 meanwhile
      And the locality has 2 versions of its profile

    Example: The second analyst reads again before recording
      Given a kept locality that Ana and Luis have read
      When Ana records that inmates run the prison
      And Luis reads the locality again
      And Luis records that extortion is pervasive
      Then the locality has 3 versions of its profile

  Rule: What is asked for twice because no answer came is kept once

    Example: The line breaks before the answer arrives
      Given a kept locality that Ana has read
      When Ana asks for a decision, hears nothing, and asks again
      Then both answers are the same decision
      And 1 decision is kept

  Rule: What was lost comes back from the backup

    Example: The disk is lost
      Given a kept locality that Ana has read
      And a decision on it
      When the database is backed up, lost and restored
      Then the decision is there, word for word
      And the locality has 1 version of its profile
