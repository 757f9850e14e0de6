package gpcm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pages have to be measured. */
class PageRoutesTest {
  private static final PageRoutes ROUTES = PageRoutes.read();

  @Test
  void aPageThatIsNotMeasuredIsNamed() {
    List<String> paths =
        new ArrayList<>(
            ROUTES.routes().stream()
                .map(route -> route.replace("{id}", "7").replace("{n}", "0"))
                .toList());
    ROUTES.haveAll(paths);
    paths.remove("/messages/7");
    assertThatIllegalStateException()
        .isThrownBy(() -> ROUTES.haveAll(paths))
        .withMessage("not measured: [/messages/{id}]");
  }

  @Test
  void whatIsLeftOutIsThere() {
    assertThat(PageRoutes.all()).containsAll(PageRoutes.LEFT_OUT);
  }

  @Test
  void whatMachinesAskForIsNoPage() {
    assertThat(ROUTES.routes())
        .contains("/", "/messages", "/reports", "/system/checks")
        .noneMatch(
            route ->
                route.startsWith("/api/")
                    || route.startsWith("/assets/")
                    || route.equals("/metrics"));
  }
}
