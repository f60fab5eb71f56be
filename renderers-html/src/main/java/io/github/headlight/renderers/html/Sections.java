package io.github.headlight.renderers.html;

import io.github.headlight.error.OutputException;
import io.github.headlight.error.RendererNotFoundException;
import io.github.headlight.view.Report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sections that a report can have: the views that the script draws, then those that Java
 * writes, in a fixed order, then those of programs and plug-ins, by id.
 */
final class Sections {
    private static final String ID = "[a-z0-9]+(-[a-z0-9]+)*";

    private static final List<ReportSection> WRITTEN =
            List.of(new DiagnosisSection(), new AdviceSection());

    /** By id, in the order of tabs. */
    private final Map<String, ReportSection> written;

    private Sections(Map<String, ReportSection> written) {
        this.written = written;
    }

    /**
     * Finds the sections.
     *
     * @param own those that the program gave
     * @throws RendererNotFoundException if an id is taken or none, or a plug-in cannot be loaded
     */
    static Sections discover(List<ReportSection> own) {
        Map<String, ReportSection> others = new TreeMap<>();
        try {
            Stream.concat(
                            own.stream(),
                            ServiceLoader.load(ReportSection.class).stream()
                                    .map(ServiceLoader.Provider::get))
                    .forEach(section -> add(others, section));
        } catch (ServiceConfigurationError e) {
            throw new RendererNotFoundException(
                    "a section of reports could not be loaded: "
                            + e.getMessage()
                            + "; repair or remove its artifact",
                    e);
        }
        Map<String, ReportSection> all = new LinkedHashMap<>();
        WRITTEN.forEach(section -> all.put(section.id(), section));
        others.values().forEach(section -> add(all, section));
        return new Sections(all);
    }

    private static void add(Map<String, ReportSection> all, ReportSection section) {
        String id = section.id();
        if (id == null || !id.matches(ID)) {
            throw new RendererNotFoundException(
                    "section "
                            + section.getClass().getName()
                            + ": expected an id of lower case letters, digits and hyphens, found \""
                            + id
                            + "\"");
        }
        boolean taken = Tabs.VIEWS.stream().anyMatch(view -> view.id().equals(id));
        if (taken || all.putIfAbsent(id, section) != null) {
            throw new RendererNotFoundException(
                    "two sections of reports have the id "
                            + id
                            + ", one of them "
                            + section.getClass().getName()
                            + "; remove one");
        }
    }

    /** The ids of all, in the order of tabs. */
    List<String> ids() {
        return Stream.concat(Tabs.VIEWS.stream().map(Tabs.View::id), written.keySet().stream())
                .toList();
    }

    /** The tabs of a report: of its sections, those that apply. */
    List<Tab> of(Report report, SideBySide comparison) {
        List<Tab> tabs = new ArrayList<>(views(report.sections(), comparison));
        for (ReportSection section : written.values()) {
            if (isChosen(report.sections(), section.id())) {
                Tab tab = write(section, report);
                if (!tab.markup().isEmpty()) {
                    tabs.add(tab);
                }
            }
        }
        return tabs;
    }

    /** The tabs of the views that the script draws. */
    static List<Tab> views(List<String> chosen, SideBySide comparison) {
        List<Tab> tabs = new ArrayList<>();
        for (Tabs.View view : Tabs.VIEWS) {
            boolean compares = view.id().equals(SideBySide.ID);
            if (isChosen(chosen, view.id()) && (!compares || comparison.comparison().isPresent())) {
                String more = compares ? comparison.markup() : "";
                tabs.add(new Tab(view.id(), view.title(), Assets.panel(view.id()) + more));
            }
        }
        return tabs;
    }

    private static boolean isChosen(List<String> chosen, String id) {
        return chosen.isEmpty() || chosen.contains(id);
    }

    /** The tab of a section, with nothing in its panel if there is nothing to show. */
    private static Tab write(ReportSection section, Report report) {
        SectionWriter writer = new SectionWriter(section.id());
        try {
            if (section.appliesTo(report)) {
                section.write(report, writer);
            }
            return new Tab(section.id(), section.title(), writer.markup());
        } catch (RuntimeException | LinkageError e) {
            throw new OutputException(
                    "section "
                            + section.id()
                            + " ("
                            + section.getClass().getName()
                            + ") failed: "
                            + e
                            + "; repair or remove its artifact, or choose other sections",
                    e);
        }
    }
}
