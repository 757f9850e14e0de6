package gpcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The text of a statement is written in the sources; what comes from outside is bound to it as a
 * value. Where a text is put together, it stands in a list here, with a reader's word for it.
 */
class BoundStatementsTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

  private static final Set<String> STATEMENTS =
      Set.of(
          "createQuery",
          "createUpdate",
          "createScript",
          "createCall",
          "prepareBatch",
          "createBatch",
          "prepareStatement",
          "execute",
          "executeQuery",
          "executeUpdate",
          "select");

  /**
   * Where texts are put together of constants, conditions of our own and names of columns, tables
   * and months that no caller writes. Whoever adds a class has read each of its statements.
   */
  private static final Set<String> PUT_TOGETHER =
      Set.of(
          "AlertGroups",
          "AlertHandling",
          "Alerts",
          "AuditExport",
          "AuditSearch",
          "BrokenUploads",
          "BulkRows",
          "Choices",
          "ConfirmationRows",
          "DecisionRows",
          "Deletion",
          "Documents",
          "Escalations",
          "EventMonths",
          "FollowUpList",
          "EventMonthsOver",
          "NodeDatabases",
          "SchemaUpgrade",
          "Searched",
          "SentLists",
          "ServerCheck",
          "Sessions",
          "SetWrite",
          "SqlRegister",
          "Timeline",
          "TrafficRows",
          "WorkLists",
          "WorklistEntries");

  /** Not of SQL, though called the same. */
  private static final Set<String> OTHERS =
      Set.of("DrawingLines", "Exchange", "Main", "PracticeRouting", "ClientProof");

  @Test
  void everyTextOfAStatementIsAConstantOrStandsInTheList() throws IOException {
    Set<String> found = new TreeSet<>();
    for (CompilationUnitTree unit : units()) {
      new TreeScanner<Void, String>() {
        @Override
        public Void visitClass(ClassTree type, String outer) {
          String name = type.getSimpleName().toString();
          return super.visitClass(type, outer == null ? name : outer);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, String type) {
          if (call.getMethodSelect() instanceof MemberSelectTree method
              && STATEMENTS.contains(method.getIdentifier().toString())
              && !call.getArguments().isEmpty()
              && !OTHERS.contains(type)
              && !isConstant(call.getArguments().getFirst())) {
            found.add(type);
          }
          return super.visitMethodInvocation(call, type);
        }
      }.scan(unit, null);
    }
    assertThat(found).isEqualTo(PUT_TOGETHER);
  }

  private static boolean isConstant(ExpressionTree text) {
    return switch (text) {
      case LiteralTree literal -> true;
      case IdentifierTree name -> isConstant(name.getName().toString());
      case MemberSelectTree name -> isConstant(name.getIdentifier().toString());
      case ParenthesizedTree inner -> isConstant(inner.getExpression());
      case ConditionalExpressionTree either ->
          isConstant(either.getTrueExpression()) && isConstant(either.getFalseExpression());
      case MethodInvocationTree made ->
          made.getMethodSelect() instanceof MemberSelectTree method
              && Set.of("formatted", "replace").contains(method.getIdentifier().toString())
              && isConstant(method.getExpression())
              && made.getArguments().stream().allMatch(BoundStatementsTest::isConstant);
      case BinaryTree sum -> isConstant(sum.getLeftOperand()) && isConstant(sum.getRightOperand());
      default -> false;
    };
  }

  private static boolean isConstant(String name) {
    return name.matches("[A-Z][A-Z0-9_]*");
  }

  private static Iterable<? extends CompilationUnitTree> units() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
        Stream<Path> rooms = Files.list(ROOT)) {
      List<Path> files =
          rooms
              .map(room -> room.resolve("src/main/java"))
              .filter(room -> !room.startsWith(ROOT.resolve("bench")))
              .filter(Files::isDirectory)
              .flatMap(BoundStatementsTest::sources)
              .toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      return task.parse();
    }
  }

  private static Stream<Path> sources(Path room) {
    try (Stream<Path> files = Files.walk(room)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
