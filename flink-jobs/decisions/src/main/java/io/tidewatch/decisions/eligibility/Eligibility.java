package io.tidewatch.decisions.eligibility;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.tidewatch.schemas.Micros;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A condition on customers, compiled from CEL: an expression that is true or false over the facts
 * of a {@link DecisionPoint}, such as {@code score.churn > 0.5 && customer.inSegment('families')}.
 *
 * <p>There are no macros, hence no loops: evaluating takes time in proportion to the length of the
 * text, some ten nanoseconds for two or three {@link Comparisons}, half a microsecond where CEL has
 * to interpret it. The last answer is kept, so that offers which share a condition share its
 * evaluation. One thread.
 */
public final class Eligibility {
  /** Longest expression, in characters. */
  public static final int MAX_LENGTH = 1_000;

  private static final int MAX_FAULT = 300;
  private static final CelType CUSTOMER = OpaqueType.create("customer");
  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME = runtime();

  private final Predicate<DecisionPoint> test;
  private DecisionPoint lastPoint;
  private boolean lastAnswer;

  private Eligibility(Predicate<DecisionPoint> test) {
    this.test = test;
  }

  /**
   * Checks and compiles an expression. Takes about a millisecond.
   *
   * @throws IllegalArgumentException if it is too long, no CEL, asks for a fact that there is not,
   *     or is not true or false; the message says where and what
   */
  public static Eligibility of(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "it has " + expression.length() + " characters; at most " + MAX_LENGTH + " are right");
    }
    try {
      CelAbstractSyntaxTree checked = COMPILER.compile(expression).getAst();
      CelRuntime.Program program = RUNTIME.createProgram(checked);
      return new Eligibility(
          Comparisons.of(checked).orElseGet(() -> point -> evaluate(program, point)));
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(fault(e.getErrors().get(0)), e);
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Returns whether an expression that compiles is more than {@link Comparisons}. */
  static boolean needsCel(String expression) {
    try {
      return Comparisons.of(COMPILER.compile(expression).getAst()).isEmpty();
    } catch (CelValidationException e) {
      throw new IllegalArgumentException(fault(e.getErrors().get(0)), e);
    }
  }

  private static String fault(CelIssue issue) {
    String message = issue.getMessage().replace(" (in container '')", "");
    return "line %d, column %d: %s"
        .formatted(
            issue.getSourceLocation().getLine(),
            issue.getSourceLocation().getColumn() + 1,
            message.length() > MAX_FAULT ? message.substring(0, MAX_FAULT) + "..." : message);
  }

  /** Returns whether the condition holds; false too where it has no value, as after 1 / 0. */
  public boolean holds(DecisionPoint point) {
    if (point != lastPoint) {
      lastAnswer = test.test(point);
      lastPoint = point;
    }
    return lastAnswer;
  }

  private static boolean evaluate(CelRuntime.Program program, DecisionPoint point) {
    try {
      return Boolean.TRUE.equals(program.eval(name -> value(name, point)));
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  private static Optional<Object> value(String name, DecisionPoint point) {
    if (name.equals(CUSTOMER.name())) {
      return Optional.of(point);
    }
    Fact fact = Fact.ALL.get(name);
    return fact == null ? Optional.empty() : Optional.of(fact.value(point));
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setResultType(SimpleType.BOOL)
            .addVar(CUSTOMER.name(), CUSTOMER)
            .addFunctionDeclarations(
                of("inSegment", "customer_in_segment", SimpleType.STRING),
                of("accepted", "customer_accepted", SimpleType.STRING),
                of("bought", "customer_bought", SimpleType.STRING, SimpleType.INT));
    Fact.ALL.forEach((name, fact) -> builder.addVar(name, fact.type()));
    return builder.build();
  }

  private static CelFunctionDecl of(String name, String overload, CelType... arguments) {
    CelType[] all = new CelType[arguments.length + 1];
    all[0] = CUSTOMER;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload(overload, SimpleType.BOOL, all));
  }

  private static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .addFunctionBindings(
            CelFunctionBinding.from(
                "customer_in_segment",
                DecisionPoint.class,
                String.class,
                (point, segment) -> point.state().inSegment(segment)),
            CelFunctionBinding.from(
                "customer_accepted",
                DecisionPoint.class,
                String.class,
                (point, offerId) -> point.state().accepted(offerId)),
            CelFunctionBinding.from(
                "customer_bought",
                List.of(DecisionPoint.class, String.class, Long.class),
                arguments ->
                    bought(
                        (DecisionPoint) arguments[0], (String) arguments[1], (Long) arguments[2])))
        .build();
  }

  static boolean bought(DecisionPoint point, String category, long days) {
    long boughtAt = point.state().boughtAt(category);
    return boughtAt != 0 && point.atMicros() - boughtAt < days * Micros.PER_DAY;
  }
}
