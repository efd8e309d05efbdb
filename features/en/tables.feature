@tables
Feature: A table of localities is answered row by row, and no row is lost without a word

  Rule: A row gets the advice that its locality would get by itself

    Example: Two documented localities in one table
      Given a table with the documented localities "guayaquil-2024" and "duran-2024"
      When the table is advised
      Then each row has the ranking and the verdicts that its locality has by itself

  Rule: What cannot be read is set aside with its reason, and the others go on

    Example: A level that does not exist
      Given a table of three localities, of which the second says extortion is "comon"
      When the table is advised
      Then the first and the third are advised
      And the second is set aside for "extortion", and both languages name "common"

    Example: A decimal comma makes a cell too many
      Given a table of three localities, of which the second has a cell too many
      When the table is advised
      Then the first and the third are advised
      And the second is set aside by its line, in both languages

  Rule: What a published table does not say stays unknown

    Example: Municipalities of Colombia
      Given the published table of municipalities of Colombia
      When it is read by its recipe
      Then nothing is said about prisons
      And every value says where it comes from and of what year it is
