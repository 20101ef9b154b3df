package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.schemas.CampaignHoldout;
import io.tidewatch.schemas.ChannelCap;
import io.tidewatch.schemas.FrequencyCap;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.SuppressionReason;
import java.util.List;
import java.util.Optional;

/**
 * Whether a customer may be spoken to at one moment, about an offer and by which channel: all rules
 * that need no expression, in the order of {@link SuppressionReason}. What concerns the customer
 * alone is looked at once.
 *
 * <p>A rolling window reaches back from the moment to and including its length before; contacts are
 * kept by the second. A customer's last 16 contacts are known: where a window may reach beyond
 * them, its cap counts as full.
 */
final class ContactPolicy {
  private static final long HOUR = 3_600_000_000L;

  private final DecisionPoint point;
  private final CustomerState state;
  private final OfferRules rules;
  private final long lot;
  private final boolean heldOut;
  private final Optional<Ruling.Opposed> opposedToAll;

  ContactPolicy(DecisionPoint point, OfferRules rules) {
    this.point = point;
    this.state = point.state();
    this.rules = rules;
    boolean drawn = rules.getHoldoutShare() > 0 || !rules.getCampaignHoldouts().isEmpty();
    this.lot = drawn ? Holdout.lot(point.customerId(), rules.getHoldoutSalt()) : 0;
    this.heldOut = rules.getHoldoutShare() > 0 && Holdout.isBelow(lot, rules.getHoldoutShare());
    this.opposedToAll = opposedToAll().map(Ruling.Opposed::new);
  }

  Ruling on(Offer offer) {
    Optional<SuppressionReason> opposed = opposedTo(offer);
    if (opposed.isPresent()) {
      return new Ruling.Opposed(opposed.get());
    }
    if (opposedToAll.isPresent()) {
      return opposedToAll.get();
    }
    Optional<String> channel = openChannel(offer);
    if (channel.isEmpty()) {
      return new Ruling.Opposed(SuppressionReason.CHANNEL_CAP);
    }
    if (campaignIsFull(offer)) {
      return new Ruling.Opposed(SuppressionReason.CAMPAIGN_CAP);
    }
    if (isExcluded(offer)) {
      return new Ruling.Opposed(SuppressionReason.EXCLUSION_GROUP);
    }
    return new Ruling.Open(channel.get());
  }

  private Optional<SuppressionReason> opposedTo(Offer offer) {
    if (!anyChannel(offer, false)) {
      return Optional.of(SuppressionReason.LOCALE);
    }
    if (!offer.getSegments().isEmpty()
        && offer.getSegments().stream().noneMatch(state::inSegment)) {
      return Optional.of(SuppressionReason.SEGMENT);
    }
    if (!anyChannel(offer, true)) {
      return Optional.of(SuppressionReason.CONSENT);
    }
    // Before all that depends on what the customer did, which offers change: those who are held
    // out and the others are to pass the same checks.
    if (heldOut || heldOutOfCampaign(offer)) {
      return Optional.of(SuppressionReason.HOLDOUT);
    }
    for (String before : offer.getPrerequisites()) {
      if (!state.accepted(before)) {
        return Optional.of(SuppressionReason.PREREQUISITE);
      }
    }
    return justBought(offer) ? Optional.of(SuppressionReason.JUST_BOUGHT) : Optional.empty();
  }

  private boolean heldOutOfCampaign(Offer offer) {
    List<CampaignHoldout> holdouts = rules.getCampaignHoldouts();
    for (int i = 0; i < holdouts.size(); i++) {
      if (holdouts.get(i).getCampaignId().equals(offer.getCampaignId())) {
        return Holdout.contains(lot, offer.getCampaignId(), holdouts.get(i).getShare());
      }
    }
    return false;
  }

  private boolean justBought(Offer offer) {
    long justNow = point.atMicros() - rules.getJustBoughtDays() * Micros.PER_DAY;
    for (String category : offer.getCategories()) {
      long boughtAt = state.boughtAt(category);
      if (boughtAt != 0 && boughtAt > justNow) {
        return true;
      }
    }
    return false;
  }

  private Optional<SuppressionReason> opposedToAll() {
    if (within(rules.getAfterPurchaseHours(), state.lastPurchaseAt())) {
      return Optional.of(SuppressionReason.AFTER_PURCHASE);
    }
    if (within(24 * rules.getAfterComplaintDays(), state.complainedAt())) {
      return Optional.of(SuppressionReason.AFTER_COMPLAINT);
    }
    if (state.openTickets() > 0 && within(24 * rules.getOpenTicketDays(), state.lastTicketAt())) {
      return Optional.of(SuppressionReason.OPEN_TICKET);
    }
    if (state.contactsSince(hoursAgo(rules.getCapHours())) >= rules.getCapCount()) {
      return Optional.of(SuppressionReason.FREQUENCY_CAP);
    }
    if (quietHours(rules).quietAt(point.atMicros(), state.timeZone())) {
      return Optional.of(SuppressionReason.QUIET_HOURS);
    }
    return Optional.empty();
  }

  private boolean within(int hours, long sinceMicros) {
    return hours > 0 && sinceMicros != 0 && sinceMicros >= hoursAgo(hours);
  }

  private long hoursAgo(int hours) {
    return point.atMicros() - hours * HOUR;
  }

  /** The first of the offer's channels that can be used and that has a contact left. */
  private Optional<String> openChannel(Offer offer) {
    if (isOpen(offer, offer.getChannel())) {
      return Optional.of(offer.getChannel());
    }
    return offer.getOtherChannels().stream().filter(other -> isOpen(offer, other)).findFirst();
  }

  private boolean isOpen(Offer offer, String channel) {
    return isUsable(offer, channel) && !channelIsFull(channel);
  }

  /** Whether one of the offer's channels has a creative for the customer and, if asked, consent. */
  private boolean anyChannel(Offer offer, boolean consented) {
    if (consented ? isUsable(offer, offer.getChannel()) : suits(offer, offer.getChannel())) {
      return true;
    }
    for (String other : offer.getOtherChannels()) {
      if (consented ? isUsable(offer, other) : suits(offer, other)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a creative for the customer. */
  private boolean suits(Offer offer, String channel) {
    return Creatives.suit(offer, state.locale(), channel);
  }

  /** Whether there is one, and the customer consents to the channel. */
  private boolean isUsable(Offer offer, String channel) {
    return suits(offer, channel) && state.consents(offer.getPurpose(), channel);
  }

  private boolean channelIsFull(String channel) {
    for (ChannelCap cap : rules.getChannelCaps()) {
      long since = hoursAgo(cap.getHours());
      if (cap.getChannel().equals(channel)
          && isFull(state.contactsByChannelSince(channel, since), cap.getCount(), since)) {
        return true;
      }
    }
    return false;
  }

  private boolean campaignIsFull(Offer offer) {
    FrequencyCap cap = rules.getCampaignCap();
    if (cap == null || offer.getCampaignId().isEmpty()) {
      return false;
    }
    long since = hoursAgo(cap.getHours());
    return isFull(
        state.contactsOfCampaignSince(offer.getCampaignId(), since), cap.getCount(), since);
  }

  private boolean isExcluded(Offer offer) {
    if (offer.getExclusionGroup().isEmpty()) {
      return false;
    }
    long since = hoursAgo(offer.getExclusionHours());
    return isFull(state.contactsOfGroupSince(offer.getExclusionGroup(), since), 1, since);
  }

  private boolean isFull(int contacts, int cap, long sinceMicros) {
    return contacts >= cap || !state.contactsAreKnownSince(sinceMicros);
  }

  /** Returns the quiet hours of the rules. */
  static QuietHours quietHours(OfferRules rules) {
    return new QuietHours(rules.getQuietFromMinute(), rules.getQuietUntilMinute());
  }
}
