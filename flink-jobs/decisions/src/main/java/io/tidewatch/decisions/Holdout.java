package io.tidewatch.decisions;

/**
 * The groups of customers that never get an offer, of any campaign or of a single one, so that the
 * others can be compared with them. A pure function of customer id, salt and campaign: the same
 * customers whatever the machine, the order or the restart; a new salt draws new groups. The lots
 * of campaigns are independent of one another and of that of all offers.
 */
public final class Holdout {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Holdout() {}

  /**
   * Returns whether a customer is held out of all offers.
   *
   * @param share share of all customers to hold out, 0 to 1
   */
  public static boolean contains(String customerId, String salt, double share) {
    return share > 0 && isBelow(lot(customerId, salt), share);
  }

  /**
   * Returns whether a customer is held out of a campaign.
   *
   * @param campaignId the campaign; empty for all offers
   * @param share share of all customers to hold out, 0 to 1
   */
  public static boolean contains(String customerId, String campaignId, String salt, double share) {
    return campaignId.isEmpty()
        ? contains(customerId, salt, share)
        : share > 0 && contains(lot(customerId, salt), campaignId, share);
  }

  /** The same by a customer's lot, for whoever asks for many campaigns: some nanoseconds. */
  static boolean contains(long lot, String campaignId, double share) {
    return share > 0 && isBelow(Hash.mixed(lot ^ (campaignId.hashCode() * GOLDEN)), share);
  }

  /** Returns a customer's lot, 64 uniform bits. */
  static long lot(String customerId, String salt) {
    return Hash.bits(salt + "|" + customerId);
  }

  static boolean isBelow(long lot, double share) {
    return Hash.unit(lot) < share;
  }
}
