package io.tidewatch.customer;

import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Offer;
import java.time.ZoneId;
import java.util.function.LongPredicate;

/**
 * All that is remembered of one customer. {@link Fold} brings events in, {@link FeatureCatalogue}
 * and {@link ChurnStep} read it, {@link CustomerStateLayout} writes and reads it. Nothing in it is
 * finer than what the layout stores, so a state that was written and read goes on exactly like one
 * that never left memory.
 *
 * <p>Times are microseconds since 1970 UTC; those of events are rounded down to whole seconds, 0
 * means never. Mutable, owned by one thread.
 */
public final class CustomerState {
  final Activity clicks = new Activity(DecayedSums.DAYS_7_30_90);
  final Activity carts = new Activity(DecayedSums.DAYS_7);
  final Activity purchases = new Activity(DecayedSums.DAYS_7_30_90);
  final Money money = new Money();
  final Tickets tickets = new Tickets();
  final OfferAnswers offers = new OfferAnswers();
  final Profile profile = new Profile();
  final Contacts contacts = new Contacts();
  final AcceptedOffers acceptedOffers = new AcceptedOffers();
  final RecentIds recentIds = new RecentIds();
  final StepHistory steps = new StepHistory();
  final ItemHistory items = new ItemHistory();
  final Recurrents recurrents = new Recurrents();
  final Rescoring rescoring = new Rescoring();

  // What would be known without the events of visitors; null while there are none. Whatever is
  // decided about the customer is remembered in both.
  CustomerState own;

  long nowMicros;
  long firstEventSeconds;
  long lastEventSeconds;
  long firstPurchaseSeconds;
  long previousClickSeconds;
  long duplicates;
  // Bit (hash mod 64) of every category bought: a linear-counting sketch.
  long categoryBits;

  /** Creates the state of a customer of whom nothing is known. */
  public CustomerState() {}

  /**
   * Forgets everything but the recurrent states, whose memory {@link Recurrents#read} takes again.
   */
  void clear() {
    clicks.clear();
    carts.clear();
    purchases.clear();
    money.clear();
    tickets.clear();
    offers.clear();
    profile.clear();
    contacts.clear();
    acceptedOffers.clear();
    recentIds.clear();
    steps.clear();
    items.clear();
    rescoring.clear();
    own = null;
    nowMicros = 0;
    firstEventSeconds = 0;
    lastEventSeconds = 0;
    firstPurchaseSeconds = 0;
    previousClickSeconds = 0;
    duplicates = 0;
    categoryBits = 0;
  }

  /** Returns the stream time of the customer: the newest one that {@link #advanceTo} was told. */
  public long now() {
    return nowMicros;
  }

  /** Moves the stream time forward; an older time changes nothing. */
  public void advanceTo(long atMicros) {
    nowMicros = Math.max(nowMicros, atMicros);
    if (own != null) {
      own.advanceTo(atMicros);
    }
  }

  /** Returns whether nothing happened yet, as far as is known. */
  public boolean isEmpty() {
    return lastEventSeconds == 0;
  }

  /** Returns whether there are events of visitors in it that may be taken back. */
  public boolean hasVisitors() {
    return own != null;
  }

  /**
   * Returns the state as it would be without the events of visitors, but with all that was decided
   * and made: alerts, published scores and contacts. Recurrent states are rebuilt from the steps.
   * The state itself is not to be used any more if there were such events.
   */
  public CustomerState withoutVisitors() {
    return own == null ? this : own;
  }

  /** Makes all events of visitors the customer's own. */
  public void settle() {
    own = null;
  }

  /** From now on remembers what would be known without what is folded for visitors. */
  void keepOwn() {
    if (own == null) {
      own = CustomerStateLayout.copy(this);
      own.recurrents.retain(model -> false);
    }
  }

  /** Returns when the oldest event happened (not when it came), 0 if there is none. */
  public long firstEventAt() {
    return Seconds.toMicros(firstEventSeconds);
  }

  /** Returns when the newest event happened (not when it came), 0 if there is none. */
  public long lastEventAt() {
    return Seconds.toMicros(lastEventSeconds);
  }

  /** Returns when the newest purchase happened, 0 if there is none. */
  public long lastPurchaseAt() {
    return Seconds.toMicros(purchases.lastSeconds());
  }

  /** Returns how many orders were paid; refunds do not reduce it. */
  public long purchases() {
    return purchases.count();
  }

  /** Returns how many clicks of known kinds there were. */
  public long clicks() {
    return clicks.count();
  }

  /** Returns how many tickets were opened. */
  public long tickets() {
    return tickets.opened().count();
  }

  /** Returns how many tickets were opened and not yet closed. */
  public long openTickets() {
    return tickets.open();
  }

  /** Returns when the newest ticket was opened, 0 if there was none. */
  public long lastTicketAt() {
    return Seconds.toMicros(tickets.opened().lastSeconds());
  }

  /**
   * Returns when the customer complained: closed a ticket with 1 or 2 stars, and gave no better
   * rating since; 0 if not.
   */
  public long complainedAt() {
    return Seconds.toMicros(tickets.complainedAtSeconds());
  }

  /** Returns whether a text in a ticket said anything yet. */
  public boolean hasTicketSignals() {
    return !tickets.signals.isEmpty();
  }

  /**
   * Returns the displeasure in tickets at a time: the sum over messages of 0 to 1, half-life 30
   * days, eased when tickets are closed.
   */
  public double ticketDispleasure(long atMicros) {
    return tickets.signals.decayed(TicketSignals.DISPLEASURE, Seconds.ofMicros(atMicros));
  }

  /** Returns the urgency in tickets at a time, as {@link #ticketDispleasure}. */
  public double ticketUrgency(long atMicros) {
    return tickets.signals.decayed(TicketSignals.URGENCY, Seconds.ofMicros(atMicros));
  }

  /** Returns the words of leaving in tickets at a time, as {@link #ticketDispleasure}. */
  public double ticketLeaving(long atMicros) {
    return tickets.signals.decayed(TicketSignals.LEAVING, Seconds.ofMicros(atMicros));
  }

  /**
   * Returns the ticket (the first 32 characters of its id, others than Latin-1 as ?) that last said
   * much of displeasure or of leaving; "" if none did.
   */
  public String tellingTicket() {
    return tickets.signals.named();
  }

  /** Returns when {@link #tellingTicket} said it, 0 if none did. */
  public long tellingTicketAt() {
    return Seconds.toMicros(tickets.signals.namedAtSeconds());
  }

  /** Returns how many events were dropped as duplicates. */
  public long duplicates() {
    return duplicates;
  }

  /**
   * Returns the ISO 4217 code of all money in this state, that of the first order folded; "" before
   * it.
   */
  public String currency() {
    return money.currency();
  }

  /** Returns how many orders were left out of the money sums, being in another currency. */
  public long otherCurrencyOrders() {
    return money.otherCurrency();
  }

  /**
   * Returns the money that the customer usually spends in so many days: mean order times days over
   * mean gap, where the gap is drawn towards 28 days by the weight of one, so that two orders on
   * one day do not make a fortune. In minor units, 0 without purchases.
   */
  public double usualSpendMinor(int days) {
    return new PurchaseRhythm(this, lastEventSeconds).usualSpendMinor(days);
  }

  /** Returns whether a profile was seen. */
  public boolean hasProfile() {
    return !profile.isEmpty();
  }

  /**
   * Forgets what the profile said: nothing is granted until a newer one comes. Not an event of the
   * customer.
   *
   * @param atMicros stream time of the removal
   */
  public void removeProfile(long atMicros) {
    advanceTo(atMicros);
    profile.remove(atMicros);
    if (own != null) {
      own.removeProfile(atMicros);
    }
  }

  /** Returns whether the customer granted the purpose for all channels; false without a profile. */
  public boolean consents(ConsentPurpose purpose) {
    return profile.consents(purpose);
  }

  /** Returns whether the customer granted the purpose for a channel; false without a profile. */
  public boolean consents(ConsentPurpose purpose, String channel) {
    return profile.consents(purpose, channel);
  }

  /** Returns the customer's BCP 47 language tag, "und" without a profile. */
  public String locale() {
    return profile.locale();
  }

  /** Returns the customer's time zone, UTC without a profile or with a zone unknown here. */
  public ZoneId timeZone() {
    return profile.timeZone();
  }

  /** Returns whether the customer is in the segment (by 32 bits of its name's hash). */
  public boolean inSegment(String segment) {
    return profile.inSegment(segment);
  }

  /** Returns the last steps for the churn model. */
  public StepHistory steps() {
    return steps;
  }

  /** Returns the last items for the recommender. */
  public ItemHistory items() {
    return items;
  }

  /**
   * Returns when the customer last bought in the category, as far as the kept items tell, rounded
   * down to 256 seconds; 0 if not among them.
   */
  public long boughtAt(String category) {
    return Seconds.toMicros(items.newestSeconds(ItemHistory.hash(category)));
  }

  /** Returns how many of the last 16 contacts were made at or after a time. */
  public int contactsSince(long sinceMicros) {
    return contacts.since(Seconds.ofMicros(sinceMicros));
  }

  /** Returns how many of the last 16 contacts were made for a campaign at or after a time. */
  public int contactsOfCampaignSince(String campaignId, long sinceMicros) {
    return contacts.ofCampaignSince(Contacts.hash(campaignId), Seconds.ofMicros(sinceMicros));
  }

  /** Returns when the newest of the last 16 contacts for a campaign was made, 0 if none was. */
  public long contactedForCampaignAt(String campaignId) {
    return Seconds.toMicros(contacts.newestOfCampaign(Contacts.hash(campaignId)));
  }

  /** Returns how many of the last 16 contacts were made by a channel at or after a time. */
  public int contactsByChannelSince(String channel, long sinceMicros) {
    return contacts.byChannelSince(Contacts.hash(channel), Seconds.ofMicros(sinceMicros));
  }

  /** Returns how many of the last 16 contacts were of an exclusion group at or after a time. */
  public int contactsOfGroupSince(String exclusionGroup, long sinceMicros) {
    return contacts.ofGroupSince(Contacts.hash(exclusionGroup), Seconds.ofMicros(sinceMicros));
  }

  /** Returns whether all contacts at or after a time are among the last 16. */
  public boolean contactsAreKnownSince(long sinceMicros) {
    return contacts.areAllKnownSince(Seconds.ofMicros(sinceMicros));
  }

  /** Returns whether the offer is among the last 8 that the customer accepted. */
  public boolean accepted(String offerId) {
    return acceptedOffers.contains(offerId);
  }

  /** Remembers that an offer was made by one of its channels. */
  public void contacted(Offer offer, String channel, long atMicros) {
    contacts.add(
        Contacts.hash(offer.getCampaignId()),
        Contacts.hash(channel),
        Contacts.hash(offer.getExclusionGroup()),
        Seconds.ofMicros(atMicros));
    if (own != null) {
      own.contacted(offer, channel, atMicros);
    }
  }

  /** Returns whether an alert was raised and not yet cleared. */
  public boolean alertOpen() {
    return rescoring.alertOpen;
  }

  /** Returns when the last alert was raised, 0 if never. */
  public long lastAlertAt() {
    return rescoring.lastAlertAt;
  }

  /** Opens an alert. */
  public void raiseAlert(long atMicros) {
    rescoring.alertOpen = true;
    rescoring.lastAlertAt = atMicros;
    if (own != null) {
      own.raiseAlert(atMicros);
    }
  }

  /** Closes the open alert; when it was raised stays known. */
  public void clearAlert() {
    rescoring.alertOpen = false;
    if (own != null) {
      own.clearAlert();
    }
  }

  /** Returns when the customer is to be scored next if nothing happens, 0 if not yet planned. */
  public long nextRescoreAt() {
    return rescoring.nextAt;
  }

  /** Plans the next scoring, at a whole millisecond, because timers are. */
  public void nextRescoreAt(long atMicros) {
    rescoring.nextAt = atMicros;
    if (own != null) {
      own.nextRescoreAt(atMicros);
    }
  }

  /** Returns the churn probability last published; meaningless while {@link #lastScoreAt} is 0. */
  public float lastScore() {
    return rescoring.lastScore;
  }

  /** Returns when a score was last published, 0 if never. */
  public long lastScoreAt() {
    return rescoring.lastScoreAt;
  }

  /** Remembers a published score. */
  public void scored(float churn, long atMicros) {
    rescoring.lastScore = churn;
    rescoring.lastScoreAt = atMicros;
    if (own != null) {
      own.scored(churn, atMicros);
    }
  }

  /** Returns when the newest click happened, 0 if there is none. */
  public long lastClickAt() {
    return Seconds.toMicros(clicks.lastSeconds());
  }

  /**
   * Returns when the click before the newest one happened, 0 if there is none: a session starts
   * with a click that follows the one before it by half an hour or more.
   */
  public long previousClickAt() {
    return Seconds.toMicros(previousClickSeconds);
  }

  /** Returns whether there is a recurrent state of the model. */
  public boolean hasRecurrent(long modelId) {
    return recurrents.has(modelId);
  }

  /**
   * Returns the recurrent state of the model.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Recurrent recurrent(long modelId) {
    return recurrents.get(modelId);
  }

  /**
   * Makes a recurrent state of zeros for the model, in place of one it had. There are at most 4;
   * the oldest makes room.
   *
   * @param size number of floats, 1 to 1024
   * @throws IllegalArgumentException if the size is out of range
   */
  public Recurrent newRecurrent(long modelId, int size) {
    return recurrents.create(modelId, size);
  }

  /** Drops the recurrent states of models that are no longer in use. */
  public void retainRecurrent(LongPredicate inUse) {
    recurrents.retain(inUse);
  }

  /** Folds what every event has. */
  void seen(long atSeconds) {
    firstEventSeconds = firstEventSeconds == 0 ? atSeconds : Math.min(firstEventSeconds, atSeconds);
    lastEventSeconds = Math.max(lastEventSeconds, atSeconds);
  }

  void clicked(long atSeconds) {
    if (atSeconds >= clicks.lastSeconds()) {
      previousClickSeconds = clicks.lastSeconds();
    } else {
      previousClickSeconds = Math.max(previousClickSeconds, atSeconds);
    }
    clicks.add(atSeconds);
  }

  void bought(long atSeconds, long amountMinor, String currency) {
    firstPurchaseSeconds =
        purchases.count() == 0 ? atSeconds : Math.min(firstPurchaseSeconds, atSeconds);
    purchases.add(atSeconds);
    money.spent(atSeconds, amountMinor, currency);
  }

  void boughtIn(String category, long atSeconds) {
    int hash = ItemHistory.hash(category);
    categoryBits |= 1L << (hash & 63);
    items.append(hash, atSeconds);
  }
}
