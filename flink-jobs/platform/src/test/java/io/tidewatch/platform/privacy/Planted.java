package io.tidewatch.platform.privacy;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** Records of a customer, to be found and erased. */
final class Planted {
  static final String NAME = "Maxine Plantéd 李雷";
  static final String TEXT = "My parcel of violet marbles never came";

  private static final Instant AT = Instant.now().minus(10, ChronoUnit.DAYS);

  private Planted() {}

  /** All kinds of events, one that is refused, and a visitor who turns out to be the customer. */
  static List<SpecificRecord> events(
      String customer, String device, String mail, String name, String text) {
    return List.of(
        profile(customer, mail, name, AT),
        click("k1-" + customer, customer, 1),
        click("k2-" + customer, device, 2),
        IdentityLink.newBuilder()
            .setEventId("l-" + device)
            .setCustomerId(device)
            .setOccurredAt(at(3))
            .setLinkedTo(customer)
            .build(),
        purchase("p1-" + customer, customer, 4, 1_999),
        purchase("bad-" + customer, customer, 5, -1),
        TicketEvent.newBuilder()
            .setEventId("t1-" + customer)
            .setCustomerId(customer)
            .setOccurredAt(at(6))
            .setKind(TicketKind.OPENED)
            .setTicketId("T-" + customer)
            .setAuthor(TicketAuthor.CUSTOMER)
            .setText(text)
            .build(),
        OfferOutcome.newBuilder()
            .setEventId("o1-" + customer)
            .setCustomerId(customer)
            .setOccurredAt(at(7))
            .setKind(OutcomeKind.ACCEPTED)
            .setOfferId("tea")
            .build());
  }

  /** What the job would say of the customer if it had a model. */
  static List<SpecificRecord> outputs(String customer) {
    return List.of(
        CustomerScore.newBuilder()
            .setCustomerId(customer)
            .setScoredAt(at(8))
            .setChurn(0.9f)
            .setPurchase7(0.01f)
            .setExpectedSpendMinor(100)
            .setCurrency("EUR")
            .setLastEventAt(at(7))
            .setModel(new ModelRef("churn", "1", "00"))
            .build());
  }

  /** Records of others, for all compacted topics of customers. */
  static List<SpecificRecord> fillers(int number) {
    return IntStream.range(0, 12)
        .boxed()
        .<SpecificRecord>mapMulti(
            (i, each) -> {
              each.accept(profile("filler-" + i, number + "@example.org", "Filler", at(9)));
              each.accept(outputs("filler-" + i).get(0));
              each.accept(
                  IdentityLink.newBuilder()
                      .setEventId("l-" + number)
                      .setCustomerId("anonymous:filler-" + i)
                      .setOccurredAt(at(9))
                      .setLinkedTo("filler-" + i)
                      .build());
            })
        .toList();
  }

  static boolean isClick(SpecificRecord record) {
    return record instanceof ClickEvent;
  }

  static CustomerProfile consent(String customer, Instant at) {
    return profile(customer, "back@example.org", "Back again", at);
  }

  private static CustomerProfile profile(String customer, String mail, String name, Instant at) {
    return CustomerProfile.newBuilder()
        .setEventId("profile-" + customer + at.toEpochMilli())
        .setCustomerId(customer)
        .setOccurredAt(at)
        .setName(name)
        .setEmail(mail)
        .setConsents(List.of(new Consent(ConsentPurpose.MARKETING, true, List.of())))
        .build();
  }

  private static ClickEvent click(String id, String customer, int hour) {
    return ClickEvent.newBuilder()
        .setEventId(id)
        .setCustomerId(customer)
        .setOccurredAt(at(hour))
        .setKind(ClickKind.VIEW)
        .setCategory("marbles")
        .build();
  }

  private static PurchaseEvent purchase(String id, String customer, int hour, long amount) {
    return PurchaseEvent.newBuilder()
        .setEventId(id)
        .setCustomerId(customer)
        .setOccurredAt(at(hour))
        .setKind(PurchaseKind.PURCHASE)
        .setOrderId("order-" + id)
        .setCurrency("EUR")
        .setAmountMinor(amount)
        .build();
  }

  private static Instant at(int hour) {
    return AT.plus(hour, ChronoUnit.HOURS);
  }
}
