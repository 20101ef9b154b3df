package io.tidewatch.benchmarks;

import io.tidewatch.benchmarks.pipeline.Venues;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link Venues} of the JVM: customers get their pasts once for all of them. Closed
 * when the last test is over.
 */
public final class SharedVenues implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedVenues.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Venues.class;
  }

  @Override
  public Venues resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Venues.class, type -> new Venues(), Venues.class);
  }
}
