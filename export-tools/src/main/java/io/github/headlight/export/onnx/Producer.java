package io.github.headlight.export.onnx;

/** What writes models here, as their metadata names it. */
public final class Producer {
    /** Its name. */
    public static final String NAME = "headlight-export-tools";

    private Producer() {}

    /** {@return its name and, where it is known, its version} */
    public static String nameAndVersion() {
        String version = version();
        return version == null ? NAME : NAME + " " + version;
    }

    /** From the module on the module path, from the jar's manifest on the class path, or null. */
    private static String version() {
        Module module = Producer.class.getModule();
        return module.isNamed()
                ? module.getDescriptor().rawVersion().orElse(null)
                : Producer.class.getPackage().getImplementationVersion();
    }
}
