package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.models.Release;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.Topic;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSwapsTest {
  private static final ModelSlot CHAMPION = new ModelSlot("churn", ModelRole.CHAMPION);
  private static final ModelSlot SHADOW = new ModelSlot("churn", ModelRole.SHADOW);

  /** Hexadecimal digits by which counts of a customer's events grow; a model's state has more. */
  private static final int COUNTERS_GROW = 30;

  private final Serving serving = new Serving(new ScoreMonitor(0, 0, null));
  private final Deque<Runnable> compiler = new ArrayDeque<>();
  private final List<String> said = new ArrayList<>();
  private final ModelSwaps swaps =
      new ModelSwaps(
          serving,
          compiler::add,
          (slot, content, ref, state, gate, detail) ->
              said.add(
                  slot.key()
                      + " "
                      + ref.getVersion()
                      + " "
                      + state
                      + (gate == null ? "" : " " + gate)));

  @Test
  void theOldReleaseServesUntilTheNewOneIsCompiled() {
    swaps.put(CHAMPION, content(TestModels.churn("1", 10)));
    compile();
    swaps.settle();
    swaps.put(CHAMPION, content(TestModels.churn("2", 10)));
    swaps.settle();

    assertThat(swaps.isPending()).isTrue();
    assertThat(said).containsExactly("churn 1 SERVING");

    compile();
    swaps.settle();
    assertThat(swaps.isPending()).isFalse();
    assertThat(said).containsExactly("churn 1 SERVING", "churn 1 RETIRED", "churn 2 SERVING");
  }

  @Test
  void changesComeIntoForceInTheirOrderAndNoneOvertakes() {
    swaps.put(CHAMPION, content(TestModels.churn("1", 10)));
    swaps.put(SHADOW, content(TestModels.churn("2", 10)));
    swaps.remove(SHADOW);
    compiler.removeLast().run();
    swaps.settle();
    assertThat(said).isEmpty();

    compile();
    swaps.settle();
    assertThat(said)
        .containsExactly("churn 1 SERVING", "churn/shadow 2 SERVING", "churn/shadow 2 RETIRED");
  }

  @Test
  void aReleaseThatServesInAnotherSlotIsNotCompiledAgain() {
    Release release = TestModels.churn("1", 10);
    swaps.put(SHADOW, content(release));
    compile();
    swaps.settle();
    swaps.put(CHAMPION, content(release));
    swaps.settle();

    assertThat(compiler).isEmpty();
    assertThat(said).containsExactly("churn/shadow 1 SERVING", "churn 1 SERVING");
  }

  @Test
  void whatDoesNotFitThisBuildIsRefusedByItsGateAndTheOldOneServesOn() {
    swaps.put(CHAMPION, content(TestModels.churn("1", 10)));
    swaps.put(
        CHAMPION, new SlotContent(1f, "2", "00", "a test", "", new byte[] {1, 2, 3, 4, 5, 6}));
    compile();
    swaps.settle();

    assertThat(said).containsExactly("churn 1 SERVING", "churn 2 REFUSED FORMAT");
    assertThat(serving.any()).isTrue();
  }

  @Test
  void whoCannotWaitWaits() {
    ModelSwaps aside =
        new ModelSwaps(
            serving,
            work -> new Thread(work).start(),
            (slot, content, ref, state, gate, detail) -> said.add(ref.getVersion() + state));
    aside.put(CHAMPION, content(TestModels.churn("1", 10)));
    aside.settleAll();

    assertThat(said).containsExactly("1" + ModelState.SERVING);
  }

  @Test
  void fiveHundredSwapsLeaveNothingBehind() throws Exception {
    List<WeakReference<ServingModel>> retired = new ArrayList<>();
    ModelSlot slot = new ModelSlot("recommender", ModelRole.CHAMPION);
    try (CustomerHarness customers = CustomerHarness.open(Ordering.ARRIVAL)) {
      byte[] servingBytes = TestModels.recommender().servingBytes();
      int stateSize = 0;
      for (int i = 1; i <= 500; i++) {
        SlotContent content = renumbered(servingBytes, i);
        customers.control(new ControlMessage(Topic.MODELS, slot.key(), content.toBytes()));
        customers.event(purchase("p" + i, "c", day(i / 100.0), "coffee"));
        retired.add(new WeakReference<>(customers.serving(content.sha256())));
        if (i == 100) {
          stateSize = customers.states().get("c").length();
        }
      }
      assertThat(customers.states().get("c")).hasSizeLessThan(stateSize + COUNTERS_GROW);

      assertThat(retired.remove(retired.size() - 1).get()).isNotNull();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                System.gc();
                return retired.stream().allMatch(model -> model.get() == null);
              });
    }
  }

  /** The same release under another digest, and so another model id; no gate looks at it again. */
  private static SlotContent renumbered(byte[] servingBytes, int number) {
    byte[] bytes = servingBytes.clone();
    ByteBuffer.wrap(bytes).putLong(Integer.BYTES, number);
    String sha256 = HexFormat.of().formatHex(bytes, Integer.BYTES, Integer.BYTES + 32);
    return new SlotContent(1f, "" + number, sha256, "a test", "", bytes);
  }

  private void compile() {
    while (!compiler.isEmpty()) {
      compiler.remove().run();
    }
  }

  private static SlotContent content(Release release) {
    return new SlotContent(
        1f, release.manifest().version(), release.sha256(), "a test", "", release.servingBytes());
  }
}
