package io.tidewatch.models.kernel;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the variant of the kernels once per JVM, and says in the log which it is. */
final class KernelChoice {
  static final String PROPERTY = "tidewatch.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String MODULE = "jdk.incubator.vector";

  static final Kernels BEST = choose(System.getProperty(PROPERTY));

  private KernelChoice() {}

  static Kernels choose(String forced) {
    Kernels chosen;
    if (forced == null) {
      chosen = vector().orElse(ScalarKernels.INSTANCE);
    } else if (forced.equals("scalar")) {
      chosen = ScalarKernels.INSTANCE;
    } else if (forced.equals("vector")) {
      chosen =
          vector()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "%s=vector, but module %s is missing; start java with --add-modules %s"
                              .formatted(PROPERTY, MODULE, MODULE)));
    } else {
      throw new IllegalStateException(PROPERTY + "=" + forced + " must be vector or scalar");
    }
    if (vector().isPresent()) {
      LOG.info("Kernels: {}", chosen);
    } else {
      LOG.info("Kernels: {}; java --add-modules {} makes them faster", chosen, MODULE);
    }
    return chosen;
  }

  /** Touches the class of the vector variant only where it can be loaded. */
  static Optional<Kernels> vector() {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    return present ? Optional.of(VectorKernels.INSTANCE) : Optional.empty();
  }
}
