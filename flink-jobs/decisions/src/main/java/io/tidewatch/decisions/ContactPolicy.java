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
 * alone is looked at once, and what concerns a part of an offer once for all that share it.
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
  private final Ruling.Opposed opposedToAll; // null if nothing is
  private final OfferParts parts;
  private final PartMemo suited;
  private final PartMemo inSegment;
  private final PartMemo consented;
  private final PartMemo heldOutOfCampaign;
  private final PartMemo prepared;
  private final PartMemo justBought;
  private final PartMemo campaignFull;
  private final PartMemo excluded;
  private final Ruling[] open; // by number of the reach, null until asked

  ContactPolicy(DecisionPoint point, OfferRules rules, OfferParts parts) {
    this.point = point;
    this.state = point.state();
    this.rules = rules;
    this.parts = parts;
    this.suited = new PartMemo(parts.reach, offer -> anyChannel(offer, false));
    this.consented = new PartMemo(parts.reach, offer -> anyChannel(offer, true));
    this.inSegment = new PartMemo(parts.segments, this::inSegment);
    this.heldOutOfCampaign = new PartMemo(parts.campaign, this::heldOutOfCampaign);
    this.prepared = new PartMemo(parts.prerequisites, this::prepared);
    this.justBought = new PartMemo(parts.categories, this::justBought);
    this.campaignFull = new PartMemo(parts.campaign, this::campaignIsFull);
    this.excluded = new PartMemo(parts.exclusion, this::isExcluded);
    this.open = new Ruling[parts.reach.count()];
    boolean drawn = rules.getHoldoutShare() > 0 || !rules.getCampaignHoldouts().isEmpty();
    this.lot = drawn ? Holdout.lot(point.customerId(), rules.getHoldoutSalt()) : 0;
    this.heldOut = rules.getHoldoutShare() > 0 && Holdout.isBelow(lot, rules.getHoldoutShare());
    this.opposedToAll = opposedToAll().map(Ruling.Opposed::by).orElse(null);
  }

  /** Returns what the rules say of the offer with an index among those of the parts. */
  Ruling on(int offer) {
    SuppressionReason opposed = opposedTo(offer);
    if (opposed != null) {
      return Ruling.Opposed.by(opposed);
    }
    if (opposedToAll != null) {
      return opposedToAll;
    }
    Ruling byChannel = openChannel(offer);
    if (byChannel instanceof Ruling.Opposed) {
      return byChannel;
    }
    if (campaignFull.holds(offer)) {
      return Ruling.Opposed.by(SuppressionReason.CAMPAIGN_CAP);
    }
    if (excluded.holds(offer)) {
      return Ruling.Opposed.by(SuppressionReason.EXCLUSION_GROUP);
    }
    return byChannel;
  }

  /** The first reason that lies in the offer and what the customer is; null if there is none. */
  private SuppressionReason opposedTo(int offer) {
    if (!suited.holds(offer)) {
      return SuppressionReason.LOCALE;
    }
    if (!inSegment.holds(offer)) {
      return SuppressionReason.SEGMENT;
    }
    if (!consented.holds(offer)) {
      return SuppressionReason.CONSENT;
    }
    // Before all that depends on what the customer did, which offers change: those who are held
    // out and the others are to pass the same checks.
    if (heldOut || heldOutOfCampaign.holds(offer)) {
      return SuppressionReason.HOLDOUT;
    }
    if (!prepared.holds(offer)) {
      return SuppressionReason.PREREQUISITE;
    }
    return justBought.holds(offer) ? SuppressionReason.JUST_BOUGHT : null;
  }

  private boolean inSegment(Offer offer) {
    return offer.getSegments().isEmpty() || offer.getSegments().stream().anyMatch(state::inSegment);
  }

  private boolean prepared(Offer offer) {
    return offer.getPrerequisites().stream().allMatch(state::accepted);
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

  /** By the first of the offer's channels that can be used and that has a contact left. */
  private Ruling openChannel(int offer) {
    int number = parts.reach.of(offer);
    if (open[number] == null) {
      open[number] = openChannel(parts.reach.example(number));
    }
    return open[number];
  }

  private Ruling openChannel(Offer offer) {
    if (isOpen(offer, offer.getChannel())) {
      return new Ruling.Open(offer.getChannel());
    }
    for (String other : offer.getOtherChannels()) {
      if (isOpen(offer, other)) {
        return new Ruling.Open(other);
      }
    }
    return Ruling.Opposed.by(SuppressionReason.CHANNEL_CAP);
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
