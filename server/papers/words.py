"""The words of papers in both languages. A template may put others in place of any of them."""

from collections.abc import Mapping

LANGUAGES = ("zh-CN", "en")
MISSING = "—"

# key → (zh-CN, en)
WORDS: dict[str, tuple[str, str]] = {
    "form.intake": ("报修登记单", "Repair request"),
    "form.dispatch": ("派工单", "Dispatch slip"),
    "form.survey": ("现场勘查记录", "Site survey record"),
    "form.plan": ("维修方案审批单", "Repair plan for approval"),
    "form.certificate": ("保修完成确认单", "Warranty completion certificate"),
    "section.place": ("工程与部位", "Project and place"),
    "section.parties": ("客户与联系人", "Customer and contact"),
    "section.report": ("报修内容", "What was reported"),
    "section.receipt": ("受理", "Receipt"),
    "section.visit": ("上门安排", "Visit"),
    "section.arrival": ("到场", "Arrival"),
    "section.survey": ("勘查结果", "Findings"),
    "section.plan": ("维修方案", "Repair plan"),
    "section.approval": ("审批", "Approval"),
    "section.coverage": ("保修判定", "Warranty decision"),
    "section.work": ("维修内容", "Work done"),
    "section.items": ("材料", "Materials"),
    "section.checks": ("检查表", "Checklist"),
    "section.remarks": ("现场备注", "Remarks"),
    "section.photos": ("照片", "Photos"),
    "section.flags": ("注意", "Please note"),
    "section.signatures": ("确认", "Signatures"),
    "label.project": ("工程", "Project"),
    "label.location": ("位置", "Location"),
    "label.address": ("地址", "Address"),
    "label.access": ("进门方式", "Access"),
    "label.asset": ("设备/部位", "Asset"),
    "label.asset_code": ("标签", "Label"),
    "label.asset_serial": ("序列号", "Serial number"),
    "label.customer": ("客户", "Customer"),
    "label.contact": ("联系人", "Contact"),
    "label.relation": ("关系", "Relation"),
    "label.phone": ("电话", "Phone"),
    "label.grade": ("等级", "Grade"),
    "label.channel": ("渠道", "Channel"),
    "label.reported": ("报修时间", "Reported"),
    "label.title": ("问题", "Problem"),
    "label.description": ("说明", "Description"),
    "label.received_by": ("受理人", "Received by"),
    "label.received": ("受理时间", "Received"),
    "label.technician": ("师傅", "Technician"),
    "label.technician_phone": ("师傅电话", "Phone"),
    "label.window": ("上门时间", "Time of visit"),
    "label.duration": ("预计用时", "Duration"),
    "label.dispatcher": ("派单人", "Dispatched by"),
    "label.arrived": ("到场", "Arrived"),
    "label.distance": ("打卡距离", "Check-in distance"),
    "label.started": ("开工", "Started"),
    "label.finished": ("完工", "Finished"),
    "label.summary": ("做法", "Work"),
    "label.symptom": ("现象", "Symptom"),
    "label.measure": ("测量", "Measured"),
    "label.cause": ("初判原因", "First guess at the cause"),
    "label.extent": ("范围", "Extent"),
    "label.hazards": ("危险", "Hazards"),
    "label.method": ("维修方法", "Method"),
    "label.materials": ("材料", "Materials"),
    "label.people": ("人员", "People"),
    "label.safety": ("安全措施", "Safety"),
    "label.cost": ("费用", "Cost"),
    "label.approver": ("审批人", "Approved by"),
    "label.approved": ("审批时间", "Approved"),
    "label.part": ("保修部位", "Warranty part"),
    "label.verdict": ("判定", "Verdict"),
    "label.until": ("保修期至", "Covered until"),
    "label.basis": ("依据", "Basis"),
    "label.liable": ("责任方", "Responsible"),
    "label.repaired_until": ("本次修复保修至", "Repair until"),
    "label.item": ("名称", "Item"),
    "label.quantity": ("数量", "Quantity"),
    "label.unit": ("单位", "Unit"),
    "label.serial": ("批号/序列号", "Batch or serial"),
    "label.label": ("项目", "Item"),
    "label.answer": ("结果", "Answer"),
    "label.at": ("时间", "Time"),
    "label.author": ("记录人", "By"),
    "label.text": ("内容", "Text"),
    "label.captured": ("拍摄时间", "Captured"),
    "label.caption": ("说明", "Caption"),
    "label.sha256": ("指纹", "Fingerprint"),
    "label.flag": ("注意", "Note"),
    "label.signer": ("签字人", "Signed by"),
    "label.signed": ("签字时间", "Signed"),
    "label.consent": ("签字前所见", "Sentence shown"),
    "slot.before": ("维修前", "Before"),
    "slot.during": ("维修中", "During"),
    "slot.after": ("维修后", "After"),
    "slot.report": ("报修照片", "With the report"),
    "slot.document": ("资料", "Document"),
    "grade.urgent": ("紧急", "Urgent"),
    "grade.normal": ("一般", "Normal"),
    "grade.minor": ("轻微", "Minor"),
    "channel.phone": ("电话", "Phone"),
    "channel.board": ("调度台", "Board"),
    "channel.technician": ("师傅代报", "Technician"),
    "channel.portal": ("客户自助", "Portal"),
    "channel.import": ("导入", "Import"),
    "verdict.covered": ("在保", "In warranty"),
    "verdict.expired": ("过保", "Out of warranty"),
    "verdict.undecided": ("待定", "Undecided"),
    "check.pass": ("合格", "Pass"),
    "check.fail": ("不合格", "Fail"),
    "check.na": ("不适用", "Not applicable"),
    "check.photo": ("有照片", "Photo taken"),
    "flag.changed": ("签字后内容有改动", "Changed after signature"),
    "flag.outside": ("打卡位置超出现场范围", "Checked in outside the site's radius"),
    "flag.no_position": ("打卡时没有定位", "Checked in without a position"),
    "flag.late": ("有改派后才送达的记录", "Contains facts that arrived late"),
    "flag.refused": ("客户拒绝签字", "The customer refused to sign"),
    "flag.waiting": ("有照片尚未送达", "Photos are still on their way"),
    "paper.order": ("工单", "Order"),
    "paper.dated": ("截至", "As of"),
    "paper.page": ("第 {n} / {m} 页", "Page {n} of {m}"),
    "paper.check": ("扫码核验", "Scan to verify"),
    "paper.hash": ("文件指纹 SHA-256", "SHA-256 of this document"),
    "paper.tamper": (
        "改动任何一个字，指纹都会对不上。",
        "Change one character and this fingerprint no longer fits.",
    ),
    "paper.note": ("", ""),
    "paper.firm": ("", ""),
    "photo.waiting": ("照片还没送达", "Not yet received"),
    "photo.broken": ("无法显示，原件另存", "Cannot be shown; the original is kept"),
    "photo.none": ("没有照片", "No photos"),
    "signature.none": ("尚未签字", "Not signed yet"),
    "signature.typed": ("输入姓名", "Name typed"),
    "signature.refused": ("拒绝签字", "Refused to sign"),
    "signature.reason": ("原因", "Reason"),
    "list.none": ("无", "None"),
    "unit.minutes": ("分钟", "min"),
    "unit.metres": ("米", "m"),
    "unit.allowed": ("允许", "allowed"),
    "unit.money": ("元", "CNY"),
}


class Words:
    """The words of one language, with a firm's own in front."""

    def __init__(self, language: str, own: Mapping[str, tuple[str, str]] | None = None) -> None:
        self.language = language
        self._index = 0 if language.startswith("zh") else 1
        self.own = own or {}

    def __call__(self, key: str, /, **values: object) -> str:
        """The word, with `{name}` filled in. An unknown code is shown as it is."""
        found = self.own.get(key) or WORDS.get(key)
        if found is None:
            return key.partition(".")[2] or key
        text = found[self._index] or found[1 - self._index]
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def pick(self, zh: str, en: str) -> str:
        """Of two spellings the one in this language; the other where it lacks."""
        return (zh or en) if self._index == 0 else (en or zh)
