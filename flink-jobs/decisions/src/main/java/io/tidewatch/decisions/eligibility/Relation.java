package io.tidewatch.decisions.eligibility;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** How two values may stand to each other, as CEL has it. */
enum Relation {
  LESS("_<_"),
  AT_MOST("_<=_"),
  MORE("_>_"),
  AT_LEAST("_>=_"),
  EQUAL("_==_"),
  DIFFERENT("_!=_");

  private final String function;

  Relation(String function) {
    this.function = function;
  }

  /** Returns the relation that a function of CEL looks at, if it is one. */
  static Optional<Relation> of(String function) {
    for (Relation relation : values()) {
      if (relation.function.equals(function)) {
        return Optional.of(relation);
      }
    }
    return Optional.empty();
  }

  /** Returns whether it is about more and less. */
  boolean isOrder() {
    return this != EQUAL && this != DIFFERENT;
  }

  /** Returns the test of whether two whole numbers stand so. */
  Predicate<DecisionPoint> ofWhole(
      ToLongFunction<DecisionPoint> one, ToLongFunction<DecisionPoint> other) {
    return switch (this) {
      case LESS -> p -> one.applyAsLong(p) < other.applyAsLong(p);
      case AT_MOST -> p -> one.applyAsLong(p) <= other.applyAsLong(p);
      case MORE -> p -> one.applyAsLong(p) > other.applyAsLong(p);
      case AT_LEAST -> p -> one.applyAsLong(p) >= other.applyAsLong(p);
      case EQUAL -> p -> one.applyAsLong(p) == other.applyAsLong(p);
      case DIFFERENT -> p -> one.applyAsLong(p) != other.applyAsLong(p);
    };
  }

  /** Returns the test of whether two numbers stand so; only for an order. */
  Predicate<DecisionPoint> ofReal(
      ToDoubleFunction<DecisionPoint> one, ToDoubleFunction<DecisionPoint> other) {
    return switch (this) {
      case LESS -> p -> one.applyAsDouble(p) < other.applyAsDouble(p);
      case AT_MOST -> p -> one.applyAsDouble(p) <= other.applyAsDouble(p);
      case MORE -> p -> one.applyAsDouble(p) > other.applyAsDouble(p);
      case AT_LEAST -> p -> one.applyAsDouble(p) >= other.applyAsDouble(p);
      case EQUAL, DIFFERENT -> throw new IllegalArgumentException(this + " is no order");
    };
  }

  /**
   * Returns the test of whether a whole number and another one stand so, as CEL has it where kinds
   * differ: what is no number is more than any. Only for an order.
   */
  Predicate<DecisionPoint> ofMixed(
      ToDoubleFunction<DecisionPoint> one, ToDoubleFunction<DecisionPoint> other) {
    return switch (this) {
      case LESS -> p -> Double.compare(one.applyAsDouble(p), other.applyAsDouble(p)) < 0;
      case AT_MOST -> p -> Double.compare(one.applyAsDouble(p), other.applyAsDouble(p)) <= 0;
      case MORE -> p -> Double.compare(one.applyAsDouble(p), other.applyAsDouble(p)) > 0;
      case AT_LEAST -> p -> Double.compare(one.applyAsDouble(p), other.applyAsDouble(p)) >= 0;
      case EQUAL, DIFFERENT -> throw new IllegalArgumentException(this + " is no order");
    };
  }

  /** Returns the test of whether a text is, or is not, the same as another; only for no order. */
  Predicate<DecisionPoint> ofText(Function<DecisionPoint, String> text, String other) {
    return switch (this) {
      case EQUAL -> p -> text.apply(p).equals(other);
      case DIFFERENT -> p -> !text.apply(p).equals(other);
      case LESS, AT_MOST, MORE, AT_LEAST ->
          throw new IllegalArgumentException(this + " is an order");
    };
  }
}
