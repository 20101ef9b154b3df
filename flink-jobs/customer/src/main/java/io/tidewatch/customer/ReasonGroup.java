package io.tidewatch.customer;

/**
 * The groups into which the features fall when a score is explained: a contribution is given per
 * group, because the features of one group move together and mean one thing to people.
 */
public enum ReasonGroup {
  /** How long ago the customer bought, against how long they usually wait. */
  RECENCY,
  /** How often the customer buys. */
  FREQUENCY,
  /** What the customer spends, and gets back. */
  MONEY,
  /** What the customer looks at and puts into the cart. */
  BROWSING,
  /** The customer's troubles. */
  TICKETS,
  /** How the customer answers offers. */
  OFFERS,
  /** How long the customer is known, and how broadly they buy. */
  TENURE
}
