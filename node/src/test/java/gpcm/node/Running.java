package gpcm.node;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A field that holds a running {@link TestNetwork}: a static one for the tests of the class, any
 * other one anew for each test. It runs before any method that prepares tests, and is closed after
 * all that clean up.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RunningNetworks.class)
public @interface Running {}
