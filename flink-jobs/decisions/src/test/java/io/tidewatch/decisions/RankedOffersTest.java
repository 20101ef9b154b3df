package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.OfferDecision.Chosen;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.schemas.ChannelCap;
import io.tidewatch.schemas.FrequencyCap;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RankedOffersTest {
  private static final Instant NOON = Customers.NOON;
  private static final ToDoubleFunction<Offer> HALF = offer -> 0.5;

  private final OfferRules rules = rules();
  private final List<Offer> spent = new ArrayList<>();

  static {
    Topic.values(); // Avro trusts the records of lists in a policy from then on
  }

  private static OfferRules rules() {
    return OfferRules.newBuilder().setHoldoutShare(0).build();
  }

  @Test
  void makesTheOfferWithTheHighestAffinityTimesValue() {
    Offer dear = Offers.offer("dear").setValueMinor(5_000).build();
    Offer liked =
        Offers.offer("liked").setValueMinor(1_000).setCategories(List.of("cocoa")).build();
    OfferDecision decision =
        decide(
            Customers.consenting("tea"),
            NOON,
            List.of(dear, liked),
            offer -> offer == liked ? 0.9 : 0.1);
    Chosen chosen = decision.chosen().orElseThrow();
    assertThat(chosen.offer()).isSameAs(liked);
    assertThat(chosen.expectedValueMinor()).isCloseTo(900, within(1e-3));
    assertThat(chosen.propensity()).isEqualTo(1);
    assertThat(reasons(decision)).containsExactly("dear OUTRANKED");
  }

  @Test
  void prefersTheSmallerIdOfTwoEqualOffers() {
    OfferDecision decision =
        decide(
            Customers.consenting("tea"),
            NOON,
            List.of(Offers.offer("a").build(), Offers.offer("b").build()),
            HALF);
    assertThat(decision.chosen().orElseThrow().offer().getOfferId()).isEqualTo("a");
  }

  @Test
  void matchesLocalesByLanguage() {
    CustomerState british = Customers.consenting("tea");
    assertThat(reasonFor(Offers.offer("a").setLocales(List.of("de", "EN-us")), british)).isNull();
    assertThat(reasonFor(Offers.offer("a").setLocales(List.of("de", "eng")), british))
        .isEqualTo(SuppressionReason.LOCALE);
  }

  @Test
  void asksForOneOfTheOffersSegments() {
    CustomerState family = Customers.consenting("tea");
    assertThat(reasonFor(Offers.offer("a").setSegments(List.of("singles", "families")), family))
        .isNull();
    assertThat(reasonFor(Offers.offer("a").setSegments(List.of("singles")), family))
        .isEqualTo(SuppressionReason.SEGMENT);
  }

  @Test
  void asksForConsent() {
    CustomerState refusing = Customers.buyer("tea");
    assertThat(reasonFor(Offers.offer("a"), refusing)).isEqualTo(SuppressionReason.CONSENT);
    Customers.profile(refusing, "en", "UTC", false, List.of());
    assertThat(reasonFor(Offers.offer("a"), refusing)).isEqualTo(SuppressionReason.CONSENT);
  }

  @Test
  void holdsBackWhatWasJustBought() {
    CustomerState customer = Customers.consenting("tea");
    Customers.buy(customer, "new", NOON.minus(Duration.ofDays(2)), "coffee");
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.JUST_BOUGHT);
    assertThat(reasonFor(Offers.offer("a").setCategories(List.of("tea")), customer)).isNull();
  }

  @Test
  void neverSpeaksToTheHoldoutGroup() {
    rules.setHoldoutShare(1);
    assertThat(reasonFor(Offers.offer("a"), Customers.consenting("tea")))
        .isEqualTo(SuppressionReason.HOLDOUT);
  }

  @Test
  void countsOnlyContactsInsideTheWindow() {
    CustomerState customer = Customers.consenting("tea");
    contact(customer, "email", NOON.minus(Duration.ofHours(200)));
    contact(customer, "email", NOON.minus(Duration.ofHours(100)));
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
    contact(customer, "email", NOON.minus(Duration.ofHours(1)));
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.FREQUENCY_CAP);
  }

  @Test
  void keepsTheQuietHoursOfTheCustomersZone() {
    CustomerState customer = Customers.buyer("tea");
    Customers.profile(customer, "en", "Pacific/Auckland", true, List.of());
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.QUIET_HOURS);
  }

  @Test
  void takesTheFirstChannelThatIsOpen() {
    CustomerState customer = Customers.consenting("tea");
    Offer.Builder offer = Offers.offer("a").setOtherChannels(List.of("sms", "push"));
    assertThat(channelOf(offer, customer)).isEqualTo("email");
    Customers.refuse(customer, "email");
    assertThat(channelOf(offer, customer)).isEqualTo("sms");
    rules.setChannelCaps(List.of(new ChannelCap("sms", 1, 24)));
    contact(customer, "sms", NOON.minus(Duration.ofHours(23)));
    assertThat(channelOf(offer, customer)).isEqualTo("push");
  }

  @Test
  void asksForConsentToOneOfTheChannels() {
    CustomerState customer = Customers.consenting("tea");
    Customers.refuse(customer, "email", "sms");
    assertThat(reasonFor(Offers.offer("a").setOtherChannels(List.of("sms")), customer))
        .isEqualTo(SuppressionReason.CONSENT);
  }

  @Test
  void capsEachChannelInItsWindow() {
    CustomerState customer = Customers.consenting("tea");
    rules.setChannelCaps(List.of(new ChannelCap("email", 1, 24), new ChannelCap("sms", 0, 1)));
    contact(customer, "email", NOON.minus(Duration.ofHours(25)));
    contact(customer, "push", NOON.minus(Duration.ofHours(1)));
    rules.setCapCount(16);
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
    assertThat(reasonFor(Offers.offer("a").setChannel("sms"), customer))
        .isEqualTo(SuppressionReason.CHANNEL_CAP);
    contact(customer, "email", NOON.minus(Duration.ofHours(24)));
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.CHANNEL_CAP);
  }

  @Test
  void capsEachCampaign() {
    CustomerState customer = Customers.consenting("tea");
    rules.setCampaignCap(new FrequencyCap(1, 240));
    contact(customer, "email", NOON.minus(Duration.ofDays(9)));
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.CAMPAIGN_CAP);
    assertThat(reasonFor(Offers.offer("a").setCampaignId("other"), customer)).isNull();
    assertThat(reasonFor(Offers.offer("a").setCampaignId(""), customer)).isNull();
  }

  @Test
  void makesOneOfferOfAGroup() {
    CustomerState customer = Customers.consenting("tea");
    Offer.Builder grouped = Offers.offer("b").setExclusionGroup("g").setExclusionHours(48);
    customer.contacted(
        grouped.build(), "email", Customers.micros(NOON.minus(Duration.ofHours(47))));
    assertThat(reasonFor(grouped.setOfferId("a"), customer))
        .isEqualTo(SuppressionReason.EXCLUSION_GROUP);
    assertThat(reasonFor(grouped.setExclusionHours(46), customer)).isNull();
    assertThat(reasonFor(grouped.setExclusionGroup("h"), customer)).isNull();
  }

  @Test
  void holdsBackWhereAWindowReachesBeyondTheContactsThatAreKnown() {
    CustomerState customer = Customers.consenting("tea");
    for (int day = 29; day >= 14; day--) {
      contact(customer, "push", NOON.minus(Duration.ofDays(day)));
    }
    rules.setChannelCaps(List.of(new ChannelCap("email", 1, 24 * 28)));
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
    rules.setChannelCaps(List.of(new ChannelCap("email", 1, 24 * 30)));
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.CHANNEL_CAP);
  }

  @Test
  void waitsForThePrerequisites() {
    CustomerState customer = Customers.consenting("tea");
    Offer.Builder third = Offers.offer("a").setPrerequisites(List.of("first", "second"));
    Customers.accept(customer, "first");
    assertThat(reasonFor(third, customer)).isEqualTo(SuppressionReason.PREREQUISITE);
    Customers.accept(customer, "second");
    assertThat(reasonFor(third, customer)).isNull();
  }

  @Test
  void leavesTheCustomerAloneAfterAPurchase() {
    CustomerState customer = Customers.consenting("tea");
    Customers.buy(customer, "new", NOON.minus(Duration.ofHours(5)), "soap");
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
    rules.setAfterPurchaseHours(6);
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.AFTER_PURCHASE);
    rules.setAfterPurchaseHours(4);
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
  }

  @Test
  void leavesTheCustomerAloneAfterAComplaint() {
    CustomerState customer = Customers.consenting("tea");
    Customers.rate(customer, "t1", NOON.minus(Duration.ofDays(3)), 1);
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
    rules.setAfterComplaintDays(4);
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.AFTER_COMPLAINT);
    Customers.rate(customer, "t2", NOON.minus(Duration.ofDays(1)), 5);
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
  }

  @Test
  void leavesTheCustomerAloneWhileATicketIsOpen() {
    CustomerState customer = Customers.consenting("tea");
    Customers.openTicket(customer, "t1", NOON.minus(Duration.ofDays(3)));
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
    rules.setOpenTicketDays(4);
    assertThat(reasonFor(Offers.offer("a"), customer)).isEqualTo(SuppressionReason.OPEN_TICKET);
    rules.setOpenTicketDays(2);
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
    rules.setOpenTicketDays(4);
    Customers.rate(customer, "t2", NOON.minus(Duration.ofDays(1)), 3);
    assertThat(reasonFor(Offers.offer("a"), customer)).isNull();
  }

  @Test
  void asksForTheOffersCondition() {
    CustomerState customer = Customers.consenting("tea");
    assertThat(reasonFor(Offers.offer("a").setEligibility("customer.purchases == 1"), customer))
        .isNull();
    assertThat(reasonFor(Offers.offer("a").setEligibility("customer.purchases > 1"), customer))
        .isEqualTo(SuppressionReason.INELIGIBLE);
  }

  @Test
  void holdsBackWhatIsSpentAndMakesTheNextBest() {
    Offer dear = Offers.offer("dear").setValueMinor(5_000).setInventory(9L).build();
    Offer other = Offers.offer("other").build();
    spent.add(dear);
    OfferDecision decision = decide(Customers.consenting("tea"), NOON, List.of(dear, other), HALF);
    assertThat(decision.chosen().orElseThrow().offer()).isSameAs(other);
    assertThat(reasons(decision)).containsExactly("dear BUDGET");
  }

  private String channelOf(Offer.Builder offer, CustomerState customer) {
    return decide(customer, NOON, List.of(offer.build()), HALF).chosen().orElseThrow().channel();
  }

  @Test
  void asksForAffinityOnlyWhereNothingElseIsOpposed() {
    List<String> asked = new ArrayList<>();
    decide(
        Customers.consenting("tea"),
        NOON,
        List.of(Offers.offer("a").setLocales(List.of("zh")).build(), Offers.offer("b").build()),
        offer -> {
          asked.add(offer.getOfferId());
          return 0.5;
        });
    assertThat(asked).containsExactly("b");
  }

  @Property(tries = 300)
  void givesEveryLiveOfferExactlyOneResultAndTheFirstReasonThatHolds(@ForAll long seed) {
    Random random = new Random(seed);
    CustomerState customer = Customers.buyer("tea", "soap");
    Customers.profile(
        customer, random.nextBoolean() ? "en" : "de", "UTC", random.nextInt(4) > 0, List.of("s1"));
    for (int i = random.nextInt(4); i > 0; i--) {
      contact(customer, "email", NOON.minusSeconds(1));
    }
    OfferRules drawn = rules();
    drawn.setJustBoughtDays(random.nextInt(20));
    List<Offer> live =
        IntStream.range(0, random.nextInt(12))
            .mapToObj(
                i ->
                    Offers.offer("o" + i)
                        .setLocales(random.nextBoolean() ? List.of() : List.of("de"))
                        .setSegments(random.nextBoolean() ? List.of() : List.of("s2"))
                        .setCategories(List.of(random.nextBoolean() ? "tea" : "coffee"))
                        .setValueMinor(random.nextInt(5) * 100)
                        .build())
            .sorted(Comparator.comparing(Offer::getOfferId))
            .toList();

    OfferDecision decision =
        new RankedOffers()
            .decide(
                point(customer, NOON),
                live,
                Offers.policy(drawn),
                offer -> true,
                Offers.prospects(HALF));

    List<String> results =
        new ArrayList<>(decision.heldBack().stream().map(h -> h.offer().getOfferId()).toList());
    decision.chosen().ifPresent(chosen -> results.add(chosen.offer().getOfferId()));
    assertThat(results)
        .containsExactlyInAnyOrderElementsOf(live.stream().map(Offer::getOfferId).toList());
    for (OfferDecision.HeldBack heldBack : decision.heldBack()) {
      assertThat(heldBack.reason()).isEqualTo(expected(heldBack.offer(), customer, drawn));
    }
    decision
        .chosen()
        .ifPresent(
            chosen ->
                assertThat(expected(chosen.offer(), customer, drawn))
                    .isEqualTo(SuppressionReason.OUTRANKED));
  }

  /** The rules again, one after the other; OUTRANKED where none is opposed. */
  private static SuppressionReason expected(Offer offer, CustomerState state, OfferRules rules) {
    if (offer.getLocales().contains("de") && !state.locale().equals("de")) {
      return SuppressionReason.LOCALE;
    }
    if (offer.getSegments().contains("s2")) {
      return SuppressionReason.SEGMENT;
    }
    if (!state.consents(offer.getPurpose())) {
      return SuppressionReason.CONSENT;
    }
    long boughtAt = state.boughtAt(offer.getCategories().get(0));
    if (boughtAt > Customers.micros(NOON.minus(Duration.ofDays(rules.getJustBoughtDays())))) {
      return SuppressionReason.JUST_BOUGHT;
    }
    return state.contactsSince(0) >= 2
        ? SuppressionReason.FREQUENCY_CAP
        : SuppressionReason.OUTRANKED;
  }

  private SuppressionReason reasonFor(Offer.Builder offer, CustomerState customer) {
    OfferDecision decision = decide(customer, NOON, List.of(offer.build()), HALF);
    return decision.heldBack().isEmpty() ? null : decision.heldBack().get(0).reason();
  }

  private OfferDecision decide(
      CustomerState customer, Instant at, List<Offer> live, ToDoubleFunction<Offer> affinity) {
    return new RankedOffers()
        .decide(
            point(customer, at),
            live,
            Offers.policy(rules),
            offer -> !spent.contains(offer),
            Offers.prospects(affinity));
  }

  private static DecisionPoint point(CustomerState customer, Instant at) {
    float[] features = new float[FeatureCatalogue.size()];
    FeatureCatalogue.vector(customer, Customers.micros(at), features);
    return new DecisionPoint(
        "c", "e", customer, Customers.micros(at), features, new ChurnScore(0.5f, 0.5f, 100f));
  }

  private static void contact(CustomerState customer, String channel, Instant at) {
    customer.contacted(Offers.offer("earlier").build(), channel, Customers.micros(at));
  }

  private static List<String> reasons(OfferDecision decision) {
    return decision.heldBack().stream()
        .map(heldBack -> heldBack.offer().getOfferId() + " " + heldBack.reason())
        .toList();
  }
}
