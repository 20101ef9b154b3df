package io.tidewatch.decisions;

/**
 * The group of customers that never get an offer, so that the others can be compared with them. A
 * pure function of customer id and salt: the same customers whatever the machine, the order or the
 * restart; a new salt draws a new group.
 */
public final class Holdout {
  private Holdout() {}

  /**
   * Returns whether a customer is held out.
   *
   * @param share share of all customers to hold out, 0 to 1
   */
  public static boolean contains(String customerId, String salt, double share) {
    return share > 0 && Hash.unit(salt + "|" + customerId) < share;
  }
}
