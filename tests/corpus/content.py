"""What the corpus says. Every place, report and sentence is invented."""

from __future__ import annotations

from corpus.builder import INDICATORS, Corpus, claims, counts, does, iri, measures, names, wins, works_with


def make() -> str:
    """Return the whole corpus as Turtle."""
    corpus = Corpus()
    _places(corpus)
    _initiatives(corpus)
    _indicators(corpus)
    _qingshi(corpus)
    _baiqiao(corpus)
    _hongfeng(corpus)
    _wangchao(corpus)
    _liuxi(corpus)
    _anonymous(corpus)
    _reuse(corpus)
    _links(corpus)
    _first_adopters(corpus)
    return corpus.turtle()


def _places(corpus: Corpus) -> None:
    corpus.node("place", "91", "jd:Province", "东海省", 'jd:statisticalCode "91"')
    corpus.node("place", "92", "jd:Province", "西岭省", 'jd:statisticalCode "92"')
    corpus.node("place", "9101", "jd:City", "临江市", f"jd:province {iri('place', '91')}")
    corpus.node("place", "9201", "jd:City", "云港市", f"jd:province {iri('place', '92')}")
    for key, name, city in [("910101", "上河区", "9101"), ("910102", "下河区", "9101"), ("920101", "港北区", "9201")]:
        corpus.node("place", key, "jd:District", name, f"jd:city {iri('place', city)}", f"jd:province {iri('place', city[:2])}")
    for key, kind, name, district, code in [
        ("910101-qingshi", "SubDistrict", "青石街道", "910101", "910101001"),
        ("910101-baiqiao", "SubDistrict", "白桥街道", "910101", "910101002"),
        ("910102-hongfeng", "SubDistrict", "红枫街道", "910102", "910102001"),
        ("910102-liuxi", "Town", "柳溪镇", "910102", "910102100"),
        ("920101-wangchao", "SubDistrict", "望潮街道", "920101", "920101001"),
    ]:
        corpus.node(
            "place",
            key,
            f"jd:{kind}",
            name,
            f'jd:statisticalCode "{code}"',
            f"schema:containedInPlace {iri('place', district)}",
            f"jd:district {iri('place', district)}",
            f"jd:city {iri('place', district[:4])}",
            f"jd:province {iri('place', district[:2])}",
        )
    corpus.node("place", "x-anonymous", "jd:SubDistrict", "XX街道", "jd:anonymous true", f"jd:city {iri('place', '9201')}")
    for key, label, kind, place in [
        ("x1", "石桥社区", "Community", "910101-qingshi"),
        ("x2", "枫林路", "Road", "910102-hongfeng"),
        ("x3", "望潮公园", "Park", "920101-wangchao"),
    ]:
        corpus.node(
            "locality", key, "jd:Locality", label, f"jd:localityKind jd:{kind}", f"schema:containedInPlace {iri('place', place)}"
        )


def _initiatives(corpus: Corpus) -> None:
    q, b, h, w, x = "910101-qingshi", "910101-baiqiao", "910102-hongfeng", "920101-wangchao", "910102-liuxi"
    rows: list[tuple[str, str, str, str, list[str], tuple[str, ...]]] = [
        (
            "yiwang",
            "一网统管",
            "Platform",
            "Municipal",
            [q, b, h, w],
            ("jd:firstYear 2020", 'skos:altLabel "城市运行一网统管"@zh'),
        ),
        ("meili", "美丽家园", "Project", "District", [q, h], ()),
        ("gongli", "最后一公里", "Slogan", "National", [q, h, w], ("jd:boilerplate true",)),
        ("weilu", "围炉议事", "Mechanism", "Local", [q], ()),
        ("yinling", "银龄食堂", "Service", "Local", [q, w], ()),
        ("luzhang", "路长制", "Mechanism", "Municipal", [b, h], (f"jd:inFamily {iri('family', 'zhang')}",)),
        ("taizhang", "塘长制", "Mechanism", "Local", [x], (f"jd:inFamily {iri('family', 'zhang')}",)),
        (
            "sanbu",
            "三步工作法",
            "Mechanism",
            "Local",
            [h],
            tuple(f"jd:hasComponent {iri('component', f's{n}')}" for n in (1, 2, 3)),
        ),
        ("yiliu", "1+6网格体系", "Mechanism", "Local", [w], ()),
        ("geming", "楼道革命", "Campaign", "Local", [b], ()),
        ("gexin", "楼道革新行动", "Campaign", "Local", [h], (f"jd:variantOf {iri('initiative', 'geming')}",)),
    ]
    for key, label, kind, origin, places, more in rows:
        classes = ["jd:Initiative", "skos:Concept", "jd:Slogan" if kind == "Slogan" else "jd:Program"]
        classes += ["jd:SharedInitiative"] if len(places) > 1 else []
        corpus.node(
            "initiative",
            key,
            " , ".join(classes),
            label,
            f'skos:prefLabel "{label}"@zh',
            f"jd:kind jd:Kind{kind}",
            f"jd:originLevel jd:Origin{origin}",
            f"jd:placeCount {len(places)}",
            *(f"jd:carriedOutBy {iri('place', place)}" for place in places),
            *more,
        )
    corpus.node("family", "zhang", "jd:Family", "X长制")
    for ordinal, label in enumerate(["一看现场", "二问居民", "三办实事"], 1):
        corpus.node("component", f"s{ordinal}", "jd:Component", label, f"jd:ordinal {ordinal}")


def _indicators(corpus: Corpus) -> None:
    for label, more in [
        ("拆除违法建筑面积", ('skos:altLabel "拆违面积"@zh',)),
        ("处置案件", ()),
        ("案件处置率", ()),
        ("加装电梯", ()),
        ("垃圾分类达标率", ()),
        ("规上工业产值增长", ()),
        ("改造楼道", ()),
        ("服务老人", ()),
    ]:
        corpus.node("indicator", INDICATORS[label], "jd:Indicator , skos:Concept", label, f'skos:prefLabel "{label}"@zh', *more)


def _qingshi(corpus: Corpus) -> None:
    place, name = "910101-qingshi", "青石街道"
    first = corpus.report("qs2018", place, name, 2018, "青石街道2018年工作总结", 'dcterms:issued "2019-01-15"^^xsd:date')
    first.heading("一、", "基层治理", "FieldGovernance")
    first.say("石桥社区创新⟦围炉议事⟧，化解邻里矛盾。", does("weilu", "围炉议事"))
    first.say("启动⟦一网统管⟧试点。", does("yiwang", "一网统管", "Underway"))
    first.say("打通服务群众⟦最后一公里⟧。", does("gongli", "最后一公里"))
    first.say("在⟦石桥社区⟧召开现场会。", names("x1", "石桥社区"))
    second = corpus.report(
        "qs2019", place, name, 2019, "青石街道2019年工作总结及2020年计划", 'dcterms:issued "2020-01-10"^^xsd:date'
    )
    second.heading("一、", "城市管理", "FieldUrbanManagement")
    second.say(
        "依托⟦一网统管⟧处置案件⟦1250件⟧，处置率⟦100%⟧。",
        does("yiwang", "一网统管"),
        counts("处置案件", "1250", "件", "Achieved", measures("yiwang")),
        counts("案件处置率", "100", "%", "Achieved", measures("yiwang")),
    )
    second.say("拆除违法建筑⟦1.2万平方米⟧。", counts("拆除违法建筑面积", "12000", "平方米", "Achieved", "qudt:hasUnit unit:M2"))
    second.say(
        "推进⟦美丽家园⟧建设，垃圾分类达标率⟦95%⟧。", does("meili", "美丽家园", "Underway"), counts("垃圾分类达标率", "95", "%")
    )
    second.heading("二、", "民生", "FieldLivelihood")
    second.say(
        "⟦银龄食堂⟧获评⟦全省为老服务示范点⟧，服务老人⟦2000余人⟧。",
        does("yinling", "银龄食堂"),
        wins("全省为老服务示范点", "LevelProvincial", about="yinling"),
        counts("服务老人", "2000", "人", "Achieved", "jd:modifier jd:MoreThan", measures("yinling")),
    )
    lifts = second.say("2020年计划加装电梯⟦20台⟧。", counts("加装电梯", "20", "台", "Planned", year=2020))
    homes = second.say("2020年深化⟦美丽家园⟧建设。", does("meili", "美丽家园", "Planned", year=2020))
    _qingshi_2020(corpus, lifts, homes)


def _qingshi_2020(corpus: Corpus, lifts: list[str], homes: list[str]) -> None:
    """The year in which two plans of the year before are met."""
    place, name = "910101-qingshi", "青石街道"
    third = corpus.report("qs2020", place, name, 2020, "青石街道2020年工作总结", 'jd:publisher "青石街道办事处"@zh')
    third.heading("一、", "民生", "FieldLivelihood")
    fewer = third.say("加装电梯⟦25台⟧。", counts("加装电梯", "25", "台"))
    more = third.say("全年加装电梯⟦26台⟧。", counts("加装电梯", "26", "台"))
    done = third.say("建成⟦美丽家园⟧。", does("meili", "美丽家园"))
    _met(corpus, place, lifts, fewer, "1.25")
    _met(corpus, place, lifts, more, "1.3")
    _met(corpus, place, homes, done)
    corpus.node(
        "conflict",
        "c1",
        "jd:Conflict",
        "青石街道 2020 加装电梯 同一报告内数值不一致：25台、26台",
        f"jd:place {iri('place', place)} ; jd:year 2020",
        f"schema:variableMeasured {iri('indicator', 'dianti')}",
        f"jd:statement {fewer[0]} , {more[0]}",
    )
    third.say("拆除违法建筑⟦8500.5平方米⟧。", counts("拆除违法建筑面积", "8500.5", "平方米"))
    third.say(
        "垃圾分类达标率⟦100%⟧，规上工业产值增长⟦100%⟧。",
        counts("垃圾分类达标率", "100.0", "%"),
        counts("规上工业产值增长", "100", "%", "Achieved", "jd:change jd:Increase", 'jd:changeBase "同比"@zh'),
    )
    third.say("争创⟦全国文明单位⟧。", wins("全国文明单位", "LevelNational", "Sought"))


def _baiqiao(corpus: Corpus) -> None:
    place, name = "910101-baiqiao", "白桥街道"
    first = corpus.report("bq2019", place, name, 2019, "白桥街道2019年工作报告")
    first.heading("一、", "城市管理", "FieldUrbanManagement")
    first.say(
        "运行⟦城市运行一网统管⟧平台，一般案件处置率⟦97.5%⟧。",
        does("yiwang", "一网统管"),
        counts("案件处置率", "97.5", "%", "Achieved", measures("yiwang")),
    )
    first.say(
        "开展⟦楼道革命⟧，改造楼道⟦40个⟧。",
        does("geming", "楼道革命"),
        counts("改造楼道", "40", "个", "Achieved", measures("geming")),
    )
    plan = first.say("2020年计划改造楼道⟦60个⟧。", counts("改造楼道", "60", "个", "Planned", measures("geming"), year=2020))
    first.say("坚持党建引领，把资源和力量下沉到⟦一网统管⟧网格。", does("yiwang", "一网统管"))
    second = corpus.report("bq2020", place, name, 2020, "白桥街道2020年工作报告")
    second.heading("一、", "城市管理", "FieldUrbanManagement")
    result = second.say("改造楼道⟦41个⟧。", counts("改造楼道", "41", "个", "Achieved", measures("geming")))
    _met(corpus, place, plan, result, "0.6833")
    second.say("推行⟦路长制⟧。", does("luzhang", "路长制"))
    second.say("与⟦临江师范学院⟧共建实践基地。", works_with("临江师范学院"))
    second.say(
        "获评⟦区平安街道⟧，综合考核位列⟦全区第二⟧。",
        wins("区平安街道", "LevelDistrict"),
        wins("综合考核全区第二", "LevelDistrict", "Received", "Ranking"),
    )


def _hongfeng(corpus: Corpus) -> None:
    place, name = "910102-hongfeng", "红枫街道"
    report = corpus.report("hf2020", place, name, 2020, "红枫街道2020年工作总结")
    report.heading("一、", "基层治理", "FieldGovernance")
    report.say(
        "在⟦枫林路⟧试行⟦路长制⟧，⟦在全市率先设立路长工作室⟧。",
        names("x2", "枫林路"),
        does("luzhang", "路长制"),
        claims("在全市率先设立路长工作室", "全市", "luzhang"),
    )
    report.say("推广⟦三步工作法⟧:一看现场、二问居民、三办实事。", does("sanbu", "三步工作法"))
    report.say(
        "接入⟦一网统管⟧，处置案件⟦300件⟧。",
        does("yiwang", "一网统管"),
        counts("处置案件", "300", "件", "Achieved", measures("yiwang")),
    )
    report.say(
        "启动⟦楼道革新行动⟧和⟦美丽家园⟧建设，解决⟦最后一公里⟧问题。",
        does("gexin", "楼道革新行动", "Underway"),
        does("meili", "美丽家园", "Underway"),
        does("gongli", "最后一公里"),
    )
    report.say("坚持党建引领，把资源和力量下沉到⟦一网统管⟧网格。", does("yiwang", "一网统管"))


def _wangchao(corpus: Corpus) -> None:
    place, name = "920101-wangchao", "望潮街道"
    report = corpus.report("wc2021", place, name, 2021, "望潮街道2021年工作总结")
    report.heading("一、", "民生", "FieldLivelihood")
    report.say(
        "开办⟦银龄食堂⟧3家，服务老人⟦900人⟧。",
        does("yinling", "银龄食堂"),
        counts("服务老人", "900", "人", "Achieved", measures("yinling")),
    )
    report.say("建成⟦全区首个⟧社区博物馆。", claims("全区首个社区博物馆", "全区"))
    report.say("完善⟦1+6网格体系⟧，用好⟦一网统管⟧。", does("yiliu", "1+6网格体系"), does("yiwang", "一网统管", "Underway"))
    report.say("修缮⟦望潮公园⟧，疏通⟦最后一公里⟧。", names("x3", "望潮公园"), does("gongli", "最后一公里"))
    report.say("通过复评，再获⟦全国和谐社区建设示范街道⟧。", wins("全国和谐社区建设示范街道", "LevelNational", "Renewed"))


def _liuxi(corpus: Corpus) -> None:
    report = corpus.report("lx2020", "910102-liuxi", "柳溪镇", 2020, "柳溪镇2020年工作总结")
    report.heading("一、", "生态环境", "FieldEnvironment")
    report.say("落实⟦塘长制⟧，拆除违法建筑⟦600平方米⟧。", does("taizhang", "塘长制"), counts("拆除违法建筑面积", "600", "平方米"))
    report.say(
        "规上工业产值同比下降⟦3.2%⟧。",
        counts("规上工业产值增长", "3.2", "%", "Achieved", "jd:change jd:Decrease", 'jd:changeBase "同比"@zh'),
    )


def _anonymous(corpus: Corpus) -> None:
    report = corpus.report("xx2020", "x-anonymous", "XX街道", 2020, "XX街道上半年工作总结", 'jd:placeReason "街道名被隐去"@zh')
    report.say("案件处置率要达到⟦90%⟧以上。", counts("案件处置率", "90", "%", "Standard", "jd:modifier jd:MoreThan"))


def _met(corpus: Corpus, place: str, plan: list[str], result: list[str], ratio: str | None = None) -> None:
    """Add a plan of 2020 met with its result."""
    triples = [f"jd:place {iri('place', place)} ; jd:year 2020", f"jd:plan {plan[0]}", f"jd:result {result[0]}"]
    triples += [f"jd:ratio {ratio}"] if ratio else []
    key = f"f{sum('a jd:Fulfilment' in line for line in corpus.lines)}"
    corpus.node("fulfilment", key, "jd:Fulfilment", f"计划和结果 {ratio or ''}".strip(), *triples)


def _reuse(corpus: Corpus) -> None:
    words = "坚持党建引领，把资源和力量下沉到一网统管网格。"
    reports = {report.key: report for report in corpus.reports}
    places = [reports[key].occurrence(words[:-1]) for key in ("bq2019", "hf2020")]
    triples = ("jd:length 21", f"jd:occurrence {places[0]} , {places[1]}")
    corpus.node("reuse", "r1", "jd:ReusedPassage", "两份报告共有21字：坚持党建引领", *triples)
    both = [iri("report", key) for key in ("qs2019", "qs2020")]
    corpus.node("near-duplicate", "n1", "jd:NearDuplicate", "几乎相同", "jd:share 0.8125", f"jd:ofReport {both[0]} , {both[1]}")
    corpus.lines += [f"{both[0]} jd:nearDuplicateOf {both[1]} .", f"{both[1]} jd:nearDuplicateOf {both[0]} ."]


def _links(corpus: Corpus) -> None:
    for number, (places, count, likeness) in enumerate(
        [(("910101-baiqiao", "910101-qingshi"), 4, "0.5"), (("910101-baiqiao", "910102-hongfeng"), 1, "0.1203")]
    ):
        both = " , ".join(iri("place", place) for place in places)
        triples = (f"jd:linkedPlace {both}", f"jd:commonCount {count}", f"jd:likeness {likeness}")
        corpus.node("shared-link", f"l{number}", "jd:SharedLink", f"共有{count}项举措", *triples)


def _first_adopters(corpus: Corpus) -> None:
    qingshi, baiqiao, hongfeng = "910101-qingshi", "910101-baiqiao", "910102-hongfeng"
    for key, year, places in [
        ("yiwang", 2018, [qingshi]),
        ("gongli", 2018, [qingshi]),
        ("weilu", 2018, [qingshi]),
        ("meili", 2019, [qingshi]),
        ("yinling", 2019, [qingshi]),
        ("luzhang", 2020, [baiqiao, hongfeng]),
    ]:
        adopters = " , ".join(iri("place", place) for place in places)
        corpus.lines.append(f"{iri('initiative', key)} jd:firstAdoptedYear {year} ; jd:firstAdopter {adopters} .")
