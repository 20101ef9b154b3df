package io.tidewatch.scoring;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ModelState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings releases into their slots in the order in which they came. Reading, verifying and
 * compiling one takes milliseconds, so that it happens on another thread, and events go on being
 * scored by what serves; {@link #settle} makes the swap, between two bundles, once a release is
 * ready. A release that serves already, in another slot, is not compiled again.
 *
 * <p>Used by one thread, which is not the executor's.
 */
final class ModelSwaps {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSwaps.class);

  /** Hears what became of releases. */
  interface Listener {
    /** A release changed its state in a slot; gate is null unless it was refused. */
    void changed(
        ModelSlot slot,
        SlotContent content,
        ModelRef ref,
        ModelState state,
        String gate,
        String detail);
  }

  /**
   * A change that is not yet in force.
   *
   * @param model of a release, completed exceptionally if it may not serve; null to empty the slot
   */
  private record Swap(ModelSlot slot, SlotContent content, CompletableFuture<ServingModel> model) {
    boolean isReady() {
      return model == null || model.isDone();
    }
  }

  private static final SlotContent NOTHING = new SlotContent(0f, "", "", "", "", new byte[0]);

  private final Serving serving;
  private final Executor compiler;
  private final Listener listener;
  private final Deque<Swap> swaps = new ArrayDeque<>();

  ModelSwaps(Serving serving, Executor compiler, Listener listener) {
    this.serving = serving;
    this.compiler = compiler;
    this.listener = listener;
  }

  /** Lets a release take a slot as soon as it is ready. */
  void put(ModelSlot slot, SlotContent content) {
    Optional<ServingModel> known =
        content.sha256().isEmpty() ? Optional.empty() : serving.find(content.sha256());
    CompletableFuture<ServingModel> model =
        known
            .map(CompletableFuture::completedFuture)
            .orElseGet(() -> CompletableFuture.supplyAsync(() -> compiled(content), compiler));
    swaps.add(new Swap(slot, content, model));
  }

  private static ServingModel compiled(SlotContent content) {
    try {
      long start = System.nanoTime();
      ServingModel model = ServingModel.of(content.servingBytes());
      LOG.info("compiled {} in {} ms", model.ref(), (System.nanoTime() - start) / 1_000_000);
      return model;
    } catch (RefusedReleaseException e) {
      throw new CompletionException(e);
    }
  }

  /** Empties a slot, after the changes that came before. */
  void remove(ModelSlot slot) {
    swaps.add(new Swap(slot, NOTHING, null));
  }

  /** Returns whether there are changes that are not in force. */
  boolean isPending() {
    return !swaps.isEmpty();
  }

  /** Puts in force what is ready, but nothing before what came earlier. */
  void settle() {
    while (!swaps.isEmpty() && swaps.peek().isReady()) {
      settle(swaps.remove());
    }
  }

  /** Waits until everything is ready, and puts it in force. */
  void settleAll() {
    while (!swaps.isEmpty()) {
      settle(swaps.remove());
    }
  }

  private void settle(Swap swap) {
    if (swap.model() == null) {
      Optional<ModelRef> before = serving.remove(swap.slot().name(), swap.slot().role());
      // An empty slot answers too: whoever emptied it waits for all subtasks.
      ModelRef ref = before.orElseGet(() -> NOTHING.ref(swap.slot().name()));
      listener.changed(swap.slot(), NOTHING, ref, ModelState.RETIRED, null, "removed");
      return;
    }
    try {
      put(swap, swap.model().join());
    } catch (CompletionException e) {
      refuse(swap, e.getCause());
    }
  }

  private void put(Swap swap, ServingModel model) {
    SlotContent content = swap.content();
    Optional<ModelRef> before = serving.put(swap.slot().role(), model, content.share());
    before
        .filter(ref -> !ref.equals(model.ref()))
        .ifPresent(
            ref ->
                listener.changed(
                    swap.slot(),
                    content,
                    ref,
                    ModelState.RETIRED,
                    null,
                    "replaced by version " + model.ref().getVersion()));
    listener.changed(swap.slot(), content, model.ref(), ModelState.SERVING, null, content.why());
  }

  // Verified once, refused now: the job was upgraded, and its features are not the model's.
  private void refuse(Swap swap, Throwable cause) {
    String gate = cause instanceof RefusedReleaseException e ? e.gate().name() : "COMPILE";
    LOG.error("model {} does not fit this build", swap.slot().key(), cause);
    listener.changed(
        swap.slot(),
        swap.content(),
        swap.content().ref(swap.slot().name()),
        ModelState.REFUSED,
        gate,
        cause.getMessage() + "; push a model that was trained for this build");
  }
}
