package io.github.headlight.token;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** System properties that a library reads while it loads. */
final class SystemProperties {
    private SystemProperties() {}

    /**
     * Does something while properties are set. Those that the user set, or that there is an
     * environment variable for, stay as they are.
     */
    static <T> T during(Map<String, String> properties, Supplier<T> action) {
        Map<String, String> own = new TreeMap<>(properties);
        own.keySet().removeIf(SystemProperties::isSet);
        own.forEach(System::setProperty);
        try {
            return action.get();
        } finally {
            own.keySet().forEach(System::clearProperty);
        }
    }

    private static boolean isSet(String name) {
        return System.getProperty(name) != null || System.getenv(name) != null;
    }
}
