package io.tidewatch.decisions.eligibility;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What nearly all conditions are made of, without CEL's interpreter: facts beside constants and
 * other facts, what a customer has or did, and these joined by and, or and not. No part of it can
 * fail, so it says what CEL says, in some nanoseconds and without a number in an object. Whatever
 * else a condition asks for, such as arithmetic, is left to CEL, and with it the whole condition.
 */
final class Comparisons {
  private final CelAbstractSyntaxTree checked;

  private Comparisons(CelAbstractSyntaxTree checked) {
    this.checked = checked;
  }

  /** Returns a condition that was checked as a test; empty if CEL is needed. */
  static Optional<Predicate<DecisionPoint>> of(CelAbstractSyntaxTree checked) {
    return new Comparisons(checked).test(checked.getExpr());
  }

  private Optional<Predicate<DecisionPoint>> test(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT ->
          constant(expression, CelConstant.Kind.BOOLEAN_VALUE)
              .map(CelConstant::booleanValue)
              .map(always -> point -> always);
      case IDENT, SELECT -> fact(expression, Fact.Truth.class).map(Fact.Truth::of);
      case CALL -> call(expression.call());
      default -> Optional.empty();
    };
  }

  private Optional<Predicate<DecisionPoint>> call(CelExpr.CelCall call) {
    List<CelExpr> arguments = call.args();
    return switch (call.function()) {
      case "_&&_" -> both(arguments, (one, other) -> p -> one.test(p) && other.test(p));
      case "_||_" -> both(arguments, (one, other) -> p -> one.test(p) || other.test(p));
      case "!_" -> test(arguments.get(0)).map(Predicate::negate);
      case "inSegment" -> text(arguments.get(0)).map(segment -> p -> p.state().inSegment(segment));
      case "accepted" -> text(arguments.get(0)).map(offerId -> p -> p.state().accepted(offerId));
      case "bought" -> bought(arguments.get(0), arguments.get(1));
      default ->
          Relation.of(call.function())
              .flatMap(relation -> compared(arguments.get(0), relation, arguments.get(1)));
    };
  }

  private Optional<Predicate<DecisionPoint>> both(
      List<CelExpr> arguments, BinaryOperator<Predicate<DecisionPoint>> joined) {
    if (arguments.size() != 2) {
      return Optional.empty();
    }
    return test(arguments.get(0))
        .flatMap(one -> test(arguments.get(1)).map(other -> joined.apply(one, other)));
  }

  private Optional<Predicate<DecisionPoint>> bought(CelExpr category, CelExpr days) {
    return text(category)
        .flatMap(
            name ->
                constant(days, CelConstant.Kind.INT64_VALUE)
                    .map(CelConstant::int64Value)
                    .map(within -> point -> Eligibility.bought(point, name, within)));
  }

  /** By the first kind that both sides are of. */
  private Optional<Predicate<DecisionPoint>> compared(
      CelExpr one, Relation relation, CelExpr other) {
    return comparedWhole(one, relation, other)
        .or(() -> comparedReal(one, relation, other))
        .or(() -> comparedText(one, relation, other));
  }

  private Optional<Predicate<DecisionPoint>> comparedWhole(
      CelExpr one, Relation relation, CelExpr other) {
    return whole(one).flatMap(left -> whole(other).map(right -> relation.ofWhole(left, right)));
  }

  /** Order only: CEL and Java differ in what equal numbers with a point are. */
  private Optional<Predicate<DecisionPoint>> comparedReal(
      CelExpr one, Relation relation, CelExpr other) {
    if (!relation.isOrder()) {
      return Optional.empty();
    }
    return real(one)
        .flatMap(left -> real(other).map(right -> relation.ofReal(left, right)))
        .or(
            () ->
                realOrWhole(one)
                    .flatMap(
                        left -> realOrWhole(other).map(right -> relation.ofMixed(left, right))));
  }

  private Optional<Predicate<DecisionPoint>> comparedText(
      CelExpr one, Relation relation, CelExpr other) {
    return relation.isOrder()
        ? Optional.empty()
        : fact(one, Fact.Text.class)
            .flatMap(text -> text(other).map(value -> relation.ofText(text.of(), value)));
  }

  private Optional<ToLongFunction<DecisionPoint>> whole(CelExpr expression) {
    return constant(expression, CelConstant.Kind.INT64_VALUE)
        .map(CelConstant::int64Value)
        .<ToLongFunction<DecisionPoint>>map(value -> point -> value)
        .or(() -> fact(expression, Fact.Whole.class).map(Fact.Whole::of));
  }

  private Optional<ToDoubleFunction<DecisionPoint>> real(CelExpr expression) {
    return constant(expression, CelConstant.Kind.DOUBLE_VALUE)
        .map(CelConstant::doubleValue)
        .<ToDoubleFunction<DecisionPoint>>map(value -> point -> value)
        .or(() -> fact(expression, Fact.Real.class).map(Fact.Real::of));
  }

  private Optional<ToDoubleFunction<DecisionPoint>> realOrWhole(CelExpr expression) {
    return real(expression)
        .or(() -> whole(expression).map(number -> point -> number.applyAsLong(point)));
  }

  private static Optional<String> text(CelExpr expression) {
    return constant(expression, CelConstant.Kind.STRING_VALUE).map(CelConstant::stringValue);
  }

  private static Optional<CelConstant> constant(CelExpr expression, CelConstant.Kind kind) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        ? Optional.of(expression.constant()).filter(constant -> constant.getKind() == kind)
        : Optional.empty();
  }

  private <T extends Fact> Optional<T> fact(CelExpr expression, Class<T> kind) {
    return checked
        .getReference(expression.id())
        .map(CelReference::name)
        .map(Fact.ALL::get)
        .filter(kind::isInstance)
        .map(kind::cast);
  }
}
