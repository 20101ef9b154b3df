package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.decisions.learning.InTurn;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Recommender;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.Task;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.Offer;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A release with its kernels, ready to serve in any role. Made by one thread, then used by one
 * thread.
 */
sealed interface ServingModel {

  /** Returns name, version and digest of the release. */
  ModelRef ref();

  /** Returns the key of its recurrent states. */
  long modelId();

  /** Returns how many of its layers an engine computes, not a kernel. */
  int engineLayers();

  /** Takes the recurrent states of the first of some customers over what was folded since. */
  void advance(CustomerState[] states, int count);

  /**
   * Verifies and compiles what the broadcast state has of a release. Its probes go through the
   * kernels, which warms them up. Takes milliseconds.
   */
  static ServingModel of(byte[] servingBytes) throws RefusedReleaseException {
    Release release = Release.ofServingBytes(servingBytes);
    ServingModel model;
    List<String> engineLayers;
    if (release.manifest().task() instanceof Task.Churn) {
      ChurnModel compiled = ChurnModel.compile(release);
      model = new Churn(compiled);
      engineLayers = compiled.engineLayers();
    } else {
      Recommender compiled = Recommender.compile(release);
      model = new Recommend(compiled);
      engineLayers = compiled.engineLayers();
    }
    if (!engineLayers.isEmpty()) {
      Log.LOG.warn(
          "{} has layers without a kernel, which an engine computes slowly: {}",
          release,
          engineLayers);
    }
    return model;
  }

  /** A churn model. */
  record Churn(ChurnModel model) implements ServingModel {
    @Override
    public ModelRef ref() {
      return model.ref();
    }

    @Override
    public long modelId() {
      return model.modelId();
    }

    @Override
    public int engineLayers() {
      return model.engineLayers().size();
    }

    @Override
    public void advance(CustomerState[] states, int count) {
      model.advance(states, count);
    }
  }

  /** A recommender, with the indices of the offers' categories in its vocabulary. */
  final class Recommend implements ServingModel {
    private final Recommender model;
    private final float[] probabilities;
    private final InTurn<int[]> offerIndices = new InTurn<>();

    Recommend(Recommender model) {
      this.model = model;
      this.probabilities = new float[model.vocabulary().size()];
    }

    @Override
    public ModelRef ref() {
      return model.ref();
    }

    @Override
    public long modelId() {
      return model.modelId();
    }

    @Override
    public int engineLayers() {
      return model.engineLayers().size();
    }

    @Override
    public void advance(CustomerState[] states, int count) {
      model.advance(states, count);
    }

    /** Returns the likeliest categories, best first. */
    List<String> top(CustomerState state, int max) {
      return model.top(state, max);
    }

    /** Returns the affinity of offers; the softmax runs once, when first asked. */
    ToDoubleFunction<Offer> affinities(CustomerState state) {
      return new ToDoubleFunction<>() {
        private boolean computed;

        @Override
        public double applyAsDouble(Offer offer) {
          if (!computed) {
            model.probabilities(state, probabilities);
            computed = true;
          }
          int[] indices = offerIndices.get(offer.getOfferId());
          if (indices == null) {
            indices = model.indices(offer.getCategories());
            offerIndices.put(offer.getOfferId(), indices);
          }
          return model.affinity(probabilities, indices);
        }
      };
    }

    /** Offers changed: their categories are looked up again. */
    void forgetOffers() {
      offerIndices.clear();
    }
  }

  /** An interface has no private fields. */
  final class Log {
    private static final Logger LOG = LoggerFactory.getLogger(ServingModel.class);

    private Log() {}
  }
}
