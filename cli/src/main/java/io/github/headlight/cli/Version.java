package io.github.headlight.cli;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Headlight.class.getPackage().getImplementationVersion();
        return new String[] {"headlight " + Optional.ofNullable(version).orElse("development")};
    }
}
