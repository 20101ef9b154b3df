package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.schemas.CampaignHoldout;
import io.tidewatch.schemas.Creative;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContactPolicyTest {
  /** Reasons that say who a customer is, not what the customer did. */
  private static final Set<SuppressionReason> BY_PROFILE =
      EnumSet.of(SuppressionReason.LOCALE, SuppressionReason.SEGMENT, SuppressionReason.CONSENT);

  private final OfferRules rules = OfferRules.newBuilder().setHoldoutShare(0).build();

  @Property(tries = 300)
  void thoseHeldOutPassTheSameChecksAsTheOthersWhateverTheyDid(@ForAll long seed) {
    Random random = new Random(seed);
    CustomerState customer = Customers.buyer("tea", "coffee");
    Customers.profile(
        customer, random.nextBoolean() ? "en" : "de", "UTC", random.nextInt(4) > 0, List.of("s1"));
    if (random.nextBoolean()) {
      Customers.buy(customer, "new", Customers.NOON.minus(Duration.ofHours(1)), "coffee");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      customer.contacted(
          Offers.offer("earlier").build(), "email", Customers.micros(Customers.NOON) - i);
    }
    rules.setHoldoutShare(0);
    rules.setAfterPurchaseHours(random.nextInt(3));
    Offer offer =
        Offers.offer("o")
            .setLocales(random.nextBoolean() ? List.of() : List.of("de"))
            .setSegments(random.nextInt(3) > 0 ? List.of() : List.of("s2"))
            .setPrerequisites(random.nextBoolean() ? List.of() : List.of("first"))
            .build();

    SuppressionReason open = reason(offer, customer);
    rules.setHoldoutShare(1);
    SuppressionReason heldOut = reason(offer, customer);

    assertThat(heldOut).isEqualTo(BY_PROFILE.contains(open) ? open : SuppressionReason.HOLDOUT);
    // Whoever reads the log tells the two apart by the order of the reasons.
    assertThat(open == null || open.compareTo(SuppressionReason.HOLDOUT) > 0)
        .isEqualTo(heldOut == SuppressionReason.HOLDOUT);
  }

  @Test
  void holdsOutOfSingleCampaigns() {
    CustomerState customer = Customers.consenting("tea");
    rules.setCampaignHoldouts(
        List.of(new CampaignHoldout("other", 0f), new CampaignHoldout("campaign", 1f)));
    assertThat(reason(Offers.offer("a").build(), customer)).isEqualTo(SuppressionReason.HOLDOUT);
    assertThat(reason(Offers.offer("a").setCampaignId("other").build(), customer)).isNull();
    assertThat(reason(Offers.offer("a").setCampaignId("").build(), customer)).isNull();
  }

  @Test
  void holdsOutOfACampaignWhomTheReportTakesForHeldOut() {
    CustomerState customer = Customers.consenting("tea");
    rules.setHoldoutShare(0.2f);
    rules.setCampaignHoldouts(List.of(new CampaignHoldout("campaign", 0.3f)));
    for (int i = 0; i < 500; i++) {
      boolean heldOut =
          Holdout.contains("c" + i, "tidewatch", 0.2f)
              || Holdout.contains("c" + i, "campaign", "tidewatch", 0.3f);
      assertThat(reason(Offers.offer("a").build(), customer, "c" + i))
          .isEqualTo(heldOut ? SuppressionReason.HOLDOUT : null);
    }
  }

  @Test
  void usesTheFirstChannelWithACreativeForTheCustomer() {
    CustomerState british = Customers.consenting("tea");
    Offer offer =
        Offers.offer("a")
            .setOtherChannels(List.of("push", "sms"))
            .setCreatives(
                List.of(
                    new Creative("mail", "de", "email"),
                    new Creative("text", "en", "sms"),
                    new Creative("ping", "fr", "push")))
            .build();
    assertThat(on(offer, british, "c")).isEqualTo(new Ruling.Open("sms"));
    Customers.refuse(british, "sms");
    assertThat(reason(offer, british)).isEqualTo(SuppressionReason.CONSENT);
    CustomerState italian = Customers.buyer("tea");
    Customers.profile(italian, "it", "UTC", true, List.of());
    assertThat(reason(offer, italian)).isEqualTo(SuppressionReason.LOCALE);
  }

  /** The reason that opposes the offer, null if none does. */
  private SuppressionReason reason(Offer offer, CustomerState customer) {
    return reason(offer, customer, "c");
  }

  private SuppressionReason reason(Offer offer, CustomerState customer, String customerId) {
    return on(offer, customer, customerId) instanceof Ruling.Opposed opposed
        ? opposed.reason()
        : null;
  }

  private Ruling on(Offer offer, CustomerState customer, String customerId) {
    DecisionPoint point =
        new DecisionPoint(
            customerId,
            "e",
            customer,
            Customers.micros(Customers.NOON),
            new float[0],
            new ChurnScore(0.5f, 0.5f, 100f));
    return new ContactPolicy(point, rules, new OfferParts(List.of(offer))).on(0);
  }
}
