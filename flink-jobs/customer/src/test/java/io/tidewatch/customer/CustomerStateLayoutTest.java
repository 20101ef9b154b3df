package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CustomerStateLayoutTest {
  private static final Path GOLDENS = Path.of("src/test/resources/io/tidewatch/customer");
  private static final long CHURN_MODEL = 0x1122334455667788L;
  private static final long RECOMMENDER = 0x99aabbccddeeff00L;

  @Property(tries = 200)
  void aStateThatWasWrittenAndReadGoesOnLikeOneThatWasNot(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int count) {
    Random random = new Random(seed);
    List<Event> events = TestEvents.random(seed, count);
    CustomerState kept = new CustomerState();
    CustomerState restored = new CustomerState();
    Fold fold = new Fold();

    for (Event event : events) {
      Event next = random.nextInt(10) == 0 ? events.get(random.nextInt(count)) : event;
      assertThat(fold.fold(restored, next)).isEqualTo(fold.fold(kept, next));
      int action = random.nextInt(12);
      act(kept, action, event);
      act(restored, action, event);
      if (random.nextInt(3) == 0) {
        restored = TestEvents.read(TestEvents.bytes(restored));
      }
      assertThat(TestEvents.bytes(restored)).isEqualTo(TestEvents.bytes(kept));
      long at = event.availableAtMicros();
      assertThat(TestEvents.vector(restored, at)).isEqualTo(TestEvents.vector(kept, at));
      assertSameSteps(restored, kept);
    }
  }

  /** Nothing of one customer may be left in the memory that another one gets. */
  @Property(tries = 200)
  void readsIntoTheMemoryOfAnyOtherCustomer(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 40) int before,
      @ForAll @IntRange(min = 0, max = 40) int count)
      throws IOException {
    CustomerState another = before == 0 ? full() : lived(seed + 1, before);
    byte[] bytes = TestEvents.bytes(count == 0 ? new CustomerState() : lived(seed, count));

    CustomerState read =
        CustomerStateLayout.read(new DataInputStream(new ByteArrayInputStream(bytes)), another);

    assertThat(read).isSameAs(another);
    assertThat(TestEvents.bytes(read)).isEqualTo(bytes);
    assertThat(read).usingRecursiveComparison().isEqualTo(TestEvents.read(bytes));
  }

  private static CustomerState lived(long seed, int count) {
    CustomerState state = new CustomerState();
    Random random = new Random(seed);
    Fold fold = new Fold();
    for (Event event : TestEvents.random(seed, count)) {
      if (random.nextInt(20) == 0) {
        fold.foldOfVisitor(state, event);
      } else {
        fold.fold(state, event);
      }
      act(state, random.nextInt(12), event);
    }
    return state;
  }

  @Test
  void leavesEventIdsOutAndNothingElse() throws IOException {
    CustomerState full = full();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CustomerStateLayout.writeWithoutEventIds(full, new DataOutputStream(bytes));
    CustomerState read = TestEvents.read(bytes.toByteArray());
    int idBytes = CustomerStateLayout.size(full) - bytes.size();
    assertThat(idBytes).isPositive().isEqualTo(5 * (idBytes / 5));
    assertThat(TestEvents.vector(read, full.now())).isEqualTo(TestEvents.vector(full, full.now()));
    assertSameSteps(read, full);
    // Written again, it differs from the whole state by the ids alone.
    byte[] again = TestEvents.bytes(read);
    byte[] whole = TestEvents.bytes(full);
    int same = 0;
    while (again[again.length - 1 - same] == whole[whole.length - 1 - same]) {
      same++;
    }
    assertThat(again.length - same).isLessThanOrEqualTo(60);
  }

  /** What scoring does to a state besides folding. */
  private static void act(CustomerState state, int action, Event event) {
    long at = event.availableAtMicros();
    switch (action) {
      case 0 -> state.raiseAlert(at);
      case 1 -> state.clearAlert();
      case 2 -> state.scored(at % 1_000 / 1_000f, at);
      case 3 -> state.contacted(TestEvents.offer("o-" + at, at % 2 == 0 ? "g" : ""), "sms", at);
      case 4 -> state.nextRescoreAt(at + 1);
      case 5, 6 -> step(state, CHURN_MODEL, 48);
      case 7 -> step(state, at, 3);
      default -> {}
    }
  }

  private static void step(CustomerState state, long model, int size) {
    Recurrent recurrent =
        state.hasRecurrent(model) ? state.recurrent(model) : state.newRecurrent(model, size);
    recurrent.consumed(state.steps().count());
    for (int i = 0; i < size; i++) {
      recurrent.values()[i] = recurrent.values()[i] * 0.9f + i / 7f;
    }
  }

  private static void assertSameSteps(CustomerState one, CustomerState other) {
    StepHistory steps = one.steps();
    for (long i = Math.max(0, steps.count() - StepHistory.CAPACITY); i < steps.count(); i++) {
      assertThat(TestEvents.step(steps, i)).isEqualTo(TestEvents.step(other.steps(), i));
    }
  }

  @Test
  void readsTheCommittedBytesOfVersion1() throws IOException {
    CustomerState state = TestEvents.read(Files.readAllBytes(GOLDENS.resolve("state-v1.bin")));

    assertIsFull(state);
    assertThat(state.contactsSince(0)).isEqualTo(3);
    assertThat(state.contactsByChannelSince("email", 0)).isZero();
    assertThat(state.accepted("o1")).isFalse();
  }

  @Test
  void readsTheCommittedBytesOfVersion2() throws IOException {
    CustomerState state = TestEvents.read(Files.readAllBytes(GOLDENS.resolve("state-v2.bin")));

    assertIsFull(state);
    assertThat(state.contactsByChannelSince("email", 0)).isEqualTo(3);
    assertThat(state.accepted("o1")).isTrue();
    assertThat(state.hasTicketSignals()).isFalse();
  }

  @Test
  void readsTheCommittedBytesOfVersion3() throws IOException {
    Path file = GOLDENS.resolve("state-v3.bin");
    CustomerState expected = full();
    if (Boolean.getBoolean("regenerate")) {
      Files.write(file, TestEvents.bytes(expected));
    }

    byte[] golden = Files.readAllBytes(file);
    CustomerState state = TestEvents.read(golden);

    assertThat(TestEvents.bytes(state)).isEqualTo(golden).isEqualTo(TestEvents.bytes(expected));
    assertIsFull(state);
    assertThat(state.contactsByChannelSince("email", 0)).isEqualTo(3);
    assertThat(state.accepted("o1")).isTrue();
    assertThat(state.ticketLeaving(state.now())).isPositive();
    assertThat(state.tellingTicket()).isEqualTo("t1");
  }

  @Test
  void readsTheCommittedBytesOfVersion4() throws IOException {
    Path file = GOLDENS.resolve("state-v4.bin");
    CustomerState expected = full();
    new Fold()
        .foldOfVisitor(
            expected, TestEvents.purchase("visit", TestEvents.day(300), 1_000, "category-x"));
    if (Boolean.getBoolean("regenerate")) {
      Files.write(file, TestEvents.bytes(expected));
    }

    byte[] golden = Files.readAllBytes(file);
    CustomerState state = TestEvents.read(golden);

    assertThat(TestEvents.bytes(state)).isEqualTo(golden).isEqualTo(TestEvents.bytes(expected));
    assertThat(state.purchases()).isEqualTo(41);
    assertThat(state.hasVisitors()).isTrue();
    assertThat(state.withoutVisitors().purchases()).isEqualTo(40);
    assertThat(state.withoutVisitors().hasRecurrent(CHURN_MODEL)).isFalse();
    assertThat(golden).hasSizeLessThan(1_700);
  }

  private static void assertIsFull(CustomerState state) {
    assertThat(state.purchases()).isEqualTo(40);
    assertThat(state.currency()).isEqualTo("USD");
    assertThat(state.timeZone()).isEqualTo(ZoneId.of("America/New_York"));
    assertThat(state.consents(ConsentPurpose.MARKETING)).isTrue();
    assertThat(state.inSegment("families")).isTrue();
    assertThat(state.recurrent(RECOMMENDER).values()).hasSize(64).contains(63.25f);
    assertThat(state.steps().count()).isEqualTo(131);
    assertThat(state.alertOpen()).isTrue();
  }

  @Test
  void aFullStateTakesAboutOneKibibyte() {
    CustomerState state = full();

    assertThat(CustomerStateLayout.size(state)).isLessThanOrEqualTo(1_061);
  }

  @Test
  void theLargestStateWithTwoModelsTakesWhatTheJavadocSays() {
    CustomerState state = full();
    String[] segments = new String[64];
    Arrays.setAll(segments, i -> "segment-" + i);
    Fold fold = new Fold();
    fold.fold(
        state,
        TestEvents.profile(
            "last", TestEvents.day(1000), "x".repeat(64), "y".repeat(64), true, segments));
    for (int i = 0; i < Contacts.CAPACITY; i++) {
      state.contacted(
          TestEvents.offer("offer" + i, "group"), "sms", TestEvents.micros(TestEvents.day(900)));
      fold.fold(state, TestEvents.accepted("a" + i, TestEvents.day(900), "offer" + i));
    }

    assertThat(CustomerStateLayout.size(state)).isBetween(1_450, 1_700);
  }

  @Test
  void sizeIsExact() {
    assertThat(CustomerStateLayout.size(full())).isEqualTo(TestEvents.bytes(full()).length);
    assertThat(CustomerStateLayout.size(new CustomerState()))
        .isEqualTo(TestEvents.bytes(new CustomerState()).length)
        .isLessThan(60);
  }

  @Test
  void namesAnUnknownVersion() {
    byte[] bytes = TestEvents.bytes(full());
    bytes[0] = 9;

    assertThatThrownBy(() -> TestEvents.read(bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("layout version 9");
  }

  @Test
  void namesAnImpossibleLength() {
    byte[] bytes = TestEvents.bytes(new CustomerState());
    bytes[27] = 77; // number of recent event ids, after 27 bytes of header without a score

    assertThatThrownBy(() -> TestEvents.read(bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("recent event ids: 77 > 20");
  }

  @Property(tries = 500)
  void damagedBytesNeverBreakOutOfTheReader(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int damages) {
    byte[] bytes = TestEvents.bytes(full());
    Random random = new Random(seed);
    for (int i = 0; i < damages; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    try {
      TestEvents.read(cut);
    } catch (IllegalStateException | AssertionError refused) {
      assertThat(refused).message().isNotBlank();
    } catch (UncheckedIOException end) {
      assertThat(end).hasCauseInstanceOf(EOFException.class);
    }
  }

  /** A busy customer: everything there is, all histories full. */
  private static CustomerState full() {
    CustomerState state = new CustomerState();
    Fold fold = new Fold();
    for (int i = 0; i < 40; i++) {
      double day = i * 7.3;
      fold.fold(
          state,
          TestEvents.purchase(
              "p" + i, TestEvents.day(day + 0.4), 1_999 + 37L * i, "category-" + i % 30));
      fold.fold(
          state,
          TestEvents.click(
              "v" + i, TestEvents.day(day + 0.2), io.tidewatch.schemas.ClickKind.VIEW));
      fold.fold(
          state,
          TestEvents.click(
              "a" + i, TestEvents.day(day + 0.3), io.tidewatch.schemas.ClickKind.ADD_TO_CART));
    }
    fold.fold(
        state,
        TestEvents.profile(
            "c1", TestEvents.day(1), "en-US", "America/New_York", true, "families", "frequent"));
    fold.fold(
        state, TestEvents.order("r1", TestEvents.day(280), PurchaseKind.REFUND, 1_999, "USD"));
    fold.fold(state, TestEvents.order("x1", TestEvents.day(281), PurchaseKind.REFUND, 700, "EUR"));
    fold.fold(
        state,
        TestEvents.ticket(
            "t1", TestEvents.day(282), TicketKind.OPENED, TicketAuthor.CUSTOMER, null));
    fold.fold(
        state,
        TestEvents.ticket(
            "t2", TestEvents.day(283), TicketKind.OPENED, TicketAuthor.CUSTOMER, null));
    fold.fold(
        state,
        TestEvents.ticket("t3", TestEvents.day(284), TicketKind.CLOSED, TicketAuthor.AGENT, 4));
    state.tickets.signals.said(Seconds.ofMicros(state.now()) - 86_400, "t1", 0.9, 0.4, 1);
    List<OutcomeKind> outcomes =
        List.of(
            OutcomeKind.DELIVERED,
            OutcomeKind.VIEWED,
            OutcomeKind.DELIVERED,
            OutcomeKind.DECLINED,
            OutcomeKind.DELIVERED,
            OutcomeKind.ACCEPTED);
    for (int i = 0; i < outcomes.size(); i++) {
      fold.fold(state, TestEvents.outcome("o" + i, TestEvents.day(285 + i), outcomes.get(i)));
    }
    fold.fold(state, TestEvents.outcome("o1", TestEvents.day(286), OutcomeKind.VIEWED));
    for (int i = 0; i < 3; i++) {
      state.contacted(
          TestEvents.offer("offer-" + i, ""), "email", TestEvents.micros(TestEvents.day(286 + i)));
    }
    state.scored(0.75f, TestEvents.micros(TestEvents.day(290)));
    state.raiseAlert(TestEvents.micros(TestEvents.day(290)));
    state.nextRescoreAt(TestEvents.micros(TestEvents.day(291)));
    fill(state.newRecurrent(CHURN_MODEL, 48), state.steps().count());
    fill(state.newRecurrent(RECOMMENDER, 64), state.items().count());
    return state;
  }

  private static void fill(Recurrent recurrent, long consumed) {
    for (int i = 0; i < recurrent.values().length; i++) {
      recurrent.values()[i] = i + 0.25f;
    }
    recurrent.consumed(consumed);
  }
}
